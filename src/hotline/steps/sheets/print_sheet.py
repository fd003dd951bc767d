"""Print the sheet of one case: what leaves as a file is journaled, and a whole number revealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.documents.case_sheet import write_sheets
from hotline.documents.pdf import OfficeFailed, OfficeMissing, write_pdf
from hotline.records.models import Case, Staff, StaffEntry
from hotline.steps.moving import Refused
from hotline.steps.reveal import reveal
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.sheets.facts import sheet_of
from hotline.steps.storing.book import Writing, book

FORMATS = {"docx": "Word", "pdf": "PDF"}


def print_sheet(
    case: Case, kind: str, *, by: Staff, at: datetime, reason: str = "", whole: bool = False
) -> bytes:
    """The sheet as a file; with `whole` the citizen's number in full, for which a reason is asked.

    Raises Refused for a kind that there is not, without LibreOffice, or where the number may not
    be shown. The look at the number is journaled before it, the file once it is made: what could
    not be made has not left.
    """
    need_format(kind)
    phone = reveal(case, "phone", reason=reason, by=by, at=at) if whole else ""
    content = write_sheets([sheet_of(case, by, at, phone=phone)])
    if kind == "pdf":
        content = as_pdf(content)
    book().write(Writing(rows=[printed([case.number], kind, by=by, at=at)]))
    return content


def need_format(kind: str) -> None:
    """Refuse a kind of file that there is not."""
    if kind not in FORMATS:
        raise Refused("format", "请选择 Word 或 PDF。")


def as_pdf(docx: bytes, timeout: float = 90.0) -> bytes:
    """The PDF of it; refused, with what to do instead, where it cannot be made."""
    try:
        return write_pdf(docx, timeout)
    except OfficeMissing as missing:
        raise Refused("format", f"{missing}；现在请选择 Word。") from missing
    except OfficeFailed as failed:
        raise Refused("format", f"{failed} 请稍后再试，或选择 Word。") from failed


def printed(numbers: Sequence[str], kind: str, *, by: Staff, at: datetime) -> StaffEntry:
    """The entry that says who took which cases' sheets out, and as what."""
    asked = {"格式": FORMATS[kind], "工单": "、".join(numbers)}
    after = {"asked": asked, "rows": len(numbers)}
    return staff_entry("print_sheets", None, by=by, at=at, after=after)
