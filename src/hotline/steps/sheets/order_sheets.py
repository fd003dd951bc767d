"""Order sheets: the chosen cases' sheets as one file, which the worker makes (批量打印办理单)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import SheetRun, Staff
from hotline.records.queries.access import cases_for
from hotline.rules.case_sheets import MOST_SHEETS
from hotline.steps.moving import Refused
from hotline.steps.sheets.print_sheet import need_format, printed
from hotline.steps.storing.book import Writing, book

JOB = "write_sheets"


def order_sheets(numbers: Sequence[str], kind: str, *, by: Staff, at: datetime) -> SheetRun:
    """Keep the order with its entry in the journal; only cases that `by` may see are in it."""
    need_format(kind)
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) > MOST_SHEETS:
        raise Refused("chosen", f"一次最多打印 {MOST_SHEETS} 件，请分次打印。")
    seen = set(cases_for(by).filter(number__in=wanted).values_list("number", flat=True))
    mine = [number for number in wanted if number in seen]
    if not mine:
        raise Refused("chosen", "请先在列表中勾选工单。")
    run = SheetRun(id=new_id(), by=by, numbers=mine, format=kind, ordered_at=at)
    rows = [run, printed(mine, kind, by=by, at=at)]
    book().write(Writing(rows=rows, jobs=[(JOB, {"run": str(run.pk)})]))
    return run
