"""The city's gazetteer as a file, `gazetteer.csv`: one place a row, areas above what they hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from hotline.rules.city import CityFault
from hotline.rules.city_places import PlaceRow
from hotline.rules.places import LEVELS
from hotline.rules.reference.shapes import CODE, CODE_ADVICE, JOINT

FILE = "gazetteer.csv"
COLUMNS = ("code", "name", "level", "parent", "aliases", "source")
LONGEST = 100


def read_gazetteer(text: str) -> tuple[tuple[PlaceRow, ...], list[CityFault]]:
    """The rows of the file, and everything wrong with them."""
    reader = csv.DictReader(StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        return (), [_fault("", "", f"第一行应为：{','.join(COLUMNS)}")]
    rows = tuple(_row(values) for values in reader)
    return rows, list(_faults(rows))


def gazetteer_text(rows: Iterable[PlaceRow]) -> str:
    """The rows as the file."""
    written = StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        aliases = JOINT.join(row.aliases)
        table.writerow([row.code, row.name, row.level, row.parent, aliases, row.source])
    return written.getvalue()


def _row(values: Mapping[str, str | None]) -> PlaceRow:
    told = {name: (values.get(name) or "").strip() for name in COLUMNS}
    aliases = tuple(filter(None, told.pop("aliases").split(JOINT)))
    return PlaceRow(**told, aliases=aliases)


def _faults(rows: tuple[PlaceRow, ...]) -> Iterator[CityFault]:
    """What is wrong with rows; an area stands above what it holds, so nothing runs in a circle."""
    above: set[str] = set()
    for row in rows:
        if not CODE.fullmatch(row.code):
            yield _fault(row.code, "code", CODE_ADVICE)
        if row.code in above:
            yield _fault(row.code, "code", "代码重复")
        if not row.name or len(row.name) > LONGEST:
            yield _fault(row.code, "name", f"应有名称，最多 {LONGEST} 个字")
        if row.level not in LEVELS:
            yield _fault(row.code, "level", f"应为 {JOINT.join(LEVELS)} 之一")
        if row.parent and row.parent not in above:
            yield _fault(row.code, "parent", f"上面没有代码为“{row.parent}”的地名")
        above.add(row.code)


def _fault(row: str, field: str, problem: str) -> CityFault:
    return CityFault(FILE, row, field, problem)
