"""The text of a bulletin form: as it was written, else as its values would be."""

from __future__ import annotations

from hotline.documents.toml_written import toml_written
from hotline.records.models import Form


def text_of(row: Form) -> str:
    """The form as TOML that a person can go on editing."""
    return row.text or toml_written(row.body)
