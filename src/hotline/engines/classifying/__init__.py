"""Which kind, topic, urgency or campaign a text is of: learned from examples, begun from words.

`Model.train` learns from what people settled on, `Model.from_descriptions` begins without any
history, `classify` says what it holds for right, how sure it is and by which words.
"""

from hotline.engines.classifying.model import Model

__all__ = ["Model"]
