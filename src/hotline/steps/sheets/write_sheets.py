"""Write sheets: the worker makes the file of an order, and drops it when its days are over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hotline.documents.case_sheet import write_sheets as as_word
from hotline.records.models import SheetRun
from hotline.records.queries.case_pages import cases_called
from hotline.records.scope import scoped_for
from hotline.records.sealing import seal_bytes, unseal_bytes
from hotline.rules.case_sheets import Sheet
from hotline.steps.moving import Refused
from hotline.steps.sheets.facts import sheet_of
from hotline.steps.sheets.print_sheet import as_pdf
from hotline.steps.storing.book import Writing, book

AT_ONCE = 20
DAYS_KEPT = 3
PDF_SECONDS = 600.0


def write_sheets(run: SheetRun, *, at: datetime) -> SheetRun:
    """Make the file in the person's own scope: what they may not see any more is left out.

    An order that is finished stays as it is, so that a job that is done again changes nothing.
    """
    if run.status in ("finished", "failed"):
        return run
    _tell(run, status="running", done=0)
    try:
        content = as_word(list(_sheets(run, at)))
        if run.format == "pdf":
            content = as_pdf(content, PDF_SECONDS)
    except Refused as refusal:
        _tell(run, status="failed", problem=str(refusal)[:500], finished_at=at)
        return run
    file = seal_bytes("sheet_run", "file", run.pk, content)
    _tell(run, status="finished", file_sealed=file, finished_at=at)
    return run


def _sheets(run: SheetRun, at: datetime) -> Iterator[Sheet]:
    """The sheets in the order of choosing, some at once, telling how far it is."""
    left_out = list[str]()
    for start in range(0, len(run.numbers), AT_ONCE):
        numbers = run.numbers[start : start + AT_ONCE]
        with scoped_for(run.by):
            known = cases_called(run.by, numbers)
            sheets = [sheet_of(known[each], run.by, at) for each in numbers if each in known]
        left_out += [each for each in numbers if each not in known]
        _tell(run, done=start + len(numbers), left_out=left_out)
        yield from sheets
    if len(left_out) == len(run.numbers):
        raise Refused("chosen", "这些工单现在都不能查看，没有生成文件。")


def file_of(run: SheetRun) -> bytes:
    """The file, unsealed; empty when it is not there yet or not any more."""
    sealed = run.file_sealed
    return unseal_bytes("sheet_run", "file", run.pk, sealed) if sealed is not None else b""


def drop_old_sheets(*, at: datetime) -> int:
    """Take out the files of orders that are old enough; the orders themselves stay."""
    before = at - timedelta(days=DAYS_KEPT)
    old = SheetRun.objects.filter(file_sealed__isnull=False, ordered_at__lt=before)
    rows = list(old.defer("file_sealed")[:500])
    book().write(Writing(changes=[(row, {"file_sealed": None}) for row in rows]))
    return len(rows)


def _tell(run: SheetRun, **facts: object) -> None:
    book().write(Writing(changes=[(run, facts)]))
