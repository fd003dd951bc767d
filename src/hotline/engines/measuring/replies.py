"""How well empty and template replies are told from answers, on replies that people read.

`replies_read.csv` names them by id: every reply under 40 characters, and 100 of at least 120 drawn
by a seed, each with whether it answers anything of its petition.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from time import process_time

from hotline.engines.measuring.sections import Figure, Section, Table
from hotline.engines.replies.checking import Reply
from hotline.engines.replies.corpus import Given, check_all

READ = Path(__file__).with_name("replies_read.csv")
REPLIES = "messages_with_replies.csv"
REACH_FLAGGED, REACH_FALSE = 0.95, 0.05
SHOWN = 20
SLOWEST_MS = 20
NO_DAY = date(2020, 1, 1)


def measure(folder: Path) -> Section:
    """Flags among the replies that answer nothing, false alarms among those that answer."""
    given = list(_given(folder / REPLIES))
    began = process_time()
    verdicts = {name: checked.verdict for name, checked in check_all(given)}
    each = 1000 * (process_time() - began) / max(len(given), 1)
    read = [row for row in _rows(READ) if row["id"] in verdicts]
    empty = [row for row in read if row["length"] == "short" and row["answers"] == "no"]
    good = [row for row in read if row["length"] == "long"]
    short_good = [row for row in read if row["length"] == "short" and row["answers"] == "yes"]
    flagged = _flagged(empty, verdicts)
    false = _flagged([row for row in good if row["answers"] == "yes"], verdicts)
    false_short = _flagged(short_good, verdicts)
    missed = [row["id"] for row in empty if row["id"] not in flagged]
    return Section(
        "答复检查",
        [
            _share("空答复查出", len(flagged), len(empty), REACH_FLAGGED, at_least=True),
            _share("长答复误报", len(false), len(good), REACH_FALSE, at_least=False),
            _share("短而有内容的误报", len(false_short), len(short_good)),
            Figure("每件用时", f"{each:.1f} 毫秒", f"≤ {SLOWEST_MS} 毫秒", each <= SLOWEST_MS),
        ],
        [_examples(missed, false, false_short)],
        [
            "判定“空答复”或“套话、雷同”即算查出；不看长短，只看去掉称呼、感谢、收悉、转办以后还剩不剩内容。",
            "标注：40 字以内的全部读过；120 字以上的按种子 20261122 抽 100 条读过。",
        ],
    )


def _given(path: Path) -> Iterator[Given]:
    for row in _rows(path):
        reply = Reply(row["title"].strip(), row["text"].strip(), row["reply"].strip())
        yield Given(row["id"], reply, _day(row["reply_time"]))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _day(written: str) -> date:
    """The day of 2019/10/17 10:22:41; replies without one are checked as of a day long past."""
    try:
        return datetime.strptime(written.strip()[:10].strip(), "%Y/%m/%d").date()  # noqa: DTZ007
    except ValueError:
        return NO_DAY


def _flagged(rows: Sequence[dict[str, str]], verdicts: dict[str, str]) -> list[str]:
    return [row["id"] for row in rows if verdicts[row["id"]] != "ok"]


def _share(
    name: str, part: int, whole: int, reach: float | None = None, *, at_least: bool = False
) -> Figure:
    value = part / whole if whole else 0.0
    counted = f"{part} / {whole}"
    if reach is None:
        return Figure(name, f"{value:.3f}", counted=counted)
    reached = value >= reach if at_least else value <= reach
    return Figure(name, f"{value:.3f}", f"{'≥' if at_least else '≤'} {reach}", reached, counted)


def _examples(missed: list[str], false: list[str], false_short: list[str]) -> Table:
    """The errors by id only: what they say stays in the file."""
    rows = [("没有查出的空答复", "、".join(missed[:SHOWN]) or "无")]
    rows.append(("误报的长答复", "、".join(false[:SHOWN]) or "无"))
    rows.append(("误报的短答复", "、".join(false_short[:SHOWN]) or "无"))
    return Table("判错的（编号）", ("", "编号"), rows)
