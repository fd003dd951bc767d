"""A language model, optional and off by default: it drafts, and what it drafts is checked.

`asking.ask` is the whole way: what tells of a person becomes marks, the texts go to the model as
data, the answer is held against them, and the marks are put back. Any server that speaks the
OpenAI-compatible chat completions will do; one on the office's own machine is the normal case.
"""
