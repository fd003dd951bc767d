"""Result files: everything that is due to a platform of files, in one file of the form it wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.channels.road_folder import template_of, write_out
from hotline.documents.result_files import as_csv, as_form, as_forms, as_workbook
from hotline.records.models import Delivery, Road, Staff
from hotline.records.queries.roads import due_in_file, roads_of_files
from hotline.records.queries.telling_roads import told
from hotline.records.scope import everything
from hotline.rules.roads import KINDS
from hotline.rules.workdays import CHINA
from hotline.steps.roads.settle import went_in_file

RESULTS = frozenset({"result", "refused", "withdrawn"})
EVERY = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Written:
    """A result file in the out folder."""

    name: str
    content: bytes
    rows: Sequence[Delivery]


@everything()
def write_results(road: Road, *, by: Staff | None, at: datetime) -> Written | None:
    """Write all that is due into one file and mark it so; None where nothing is due.

    The file is there before the rows are marked: who stops in between writes them once more.
    """
    due = due_in_file(road, MOST)
    if not due:
        return None
    file = written(road, due, at=at)
    went_in_file(due, file.rows if file else (), file.name if file else "", by=by, at=at)
    return file


@everything()
def write_by_themselves(*, at: datetime) -> int:
    """Write the files of every road that wants them by themselves; says how many."""
    count = 0
    for road in roads_of_files():
        every = EVERY.get(str(road.settings.get("every") or ""))
        if every is not None and (road.sent_at is None or road.sent_at <= at - every):
            count += write_results(road, by=None, at=at) is not None
    return count


def written(road: Road, due: Sequence[Delivery], *, at: datetime) -> Written | None:
    """A file of what of `due` the platform wants: the newest of each matter."""
    wants_all = road.settings.get("kinds") == "all"
    wanted = [row for row in due if wants_all or row.kind in RESULTS]
    newest = {(row.case_id, row.contact_id): row for row in wanted}
    if not newest:
        return None
    lines = [line_of(row) for row in newest.values()]
    template = template_of(road)
    ending, content = _content(lines, template)
    name = f"{road.code}-{at.astimezone(CHINA):%Y%m%d-%H%M%S}.{ending}"
    return Written(write_out(road, name, content), content, wanted)


def line_of(row: Delivery) -> Mapping[str, str]:
    """One line of the file, by the fields of `documents/result_files.FIELDS`."""
    said = told(row.case, row)
    facts = said.facts
    closed = row.case.closed_at
    return {
        "their_number": facts.get("their_number", ""),
        "our_number": row.case.number,
        "kind": KINDS[row.kind],
        "text": said.text,
        "unit": facts.get("unit", ""),
        "done_at": f"{closed.astimezone(CHINA):%Y-%m-%d %H:%M}" if closed else "",
        "solved": facts.get("solved", ""),
        "rating": facts.get("rating", ""),
    }


def _content(
    lines: Sequence[Mapping[str, str]], template: tuple[str, bytes] | None
) -> tuple[str, bytes]:
    if template is None:
        return "xlsx", as_workbook(lines)
    ending, content = template
    if ending == "csv":
        return "csv", as_csv(lines, content)
    if ending == "xlsx":
        return "xlsx", as_workbook(lines, content)
    if len(lines) == 1:
        return "docx", as_form(lines[0], content)
    return "zip", as_forms(lines, content)
