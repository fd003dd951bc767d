"""A bulletin's form as data: what is counted, in which words, sections, tables and charts.

The language is described in `docs/forms.md`; `shapes.py` says what a form is once it is read.
"""

from hotline.rules.forms.reading import read_form
from hotline.rules.forms.shapes import (
    BRACES,
    MONTHLY,
    NO_CASES,
    Breakdown,
    Form,
    FormBroken,
    ListForm,
    SectionForm,
    TallyForm,
    UnitsForm,
)

__all__ = [
    "BRACES",
    "MONTHLY",
    "NO_CASES",
    "Breakdown",
    "Form",
    "FormBroken",
    "ListForm",
    "SectionForm",
    "TallyForm",
    "UnitsForm",
    "read_form",
]
