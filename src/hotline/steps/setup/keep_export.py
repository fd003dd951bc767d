"""Keep an export: what leaves the journals as a file is itself journaled (导出审计记录)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.records.models import Staff
from hotline.steps.moving import permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book


def keep_export(asked: Mapping[str, str], *, rows: int, by: Staff, at: datetime) -> None:
    """Journal which filters were asked for and how many lines the file has."""
    permit(by, "see_journal")
    after = {"asked": dict(asked), "rows": rows}
    book().write(Writing(rows=[staff_entry("export", None, by=by, at=at, after=after)]))
