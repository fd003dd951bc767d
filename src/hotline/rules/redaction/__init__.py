"""Redaction: what a published text must not carry about a person, found in any spelling.

`find(text)` is the whole of it. Source: 个人信息保护法 arts. 28–29; domain practice of bulletins
(a place is written down to the residential area at the most, a caller as surname + 先生/女士).
"""

from hotline.rules.redaction.found import KINDS, Sensitive
from hotline.rules.redaction.search import find

__all__ = ["KINDS", "Sensitive", "find"]
