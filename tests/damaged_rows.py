"""Twenty rows damaged on purpose, as they arrive in real files, for every test of reading files.

All texts are invented. `damaged_file()` is a UTF-8 file in which a good row stands before and after
each damaged one; `corrected()` is the same row as an operator would send it after putting it right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

NOW = datetime(2022, 5, 1, 0, 0, tzinfo=UTC)
HEADER = ("编号", "用户", "标题", "时间", "内容")
HEADER_LINE = ",".join(HEADER).encode() + b"\n"
TIME = "2022-04-06 08:05:00"
WORDS = "青禾路二号门前的路灯连续三晚没有亮，请派人检查。"


@dataclass(frozen=True)
class DamagedRow:
    """A row's exact bytes with its line end, and the reason code that it must be reported with."""

    name: str
    code: str
    field: str
    raw: bytes


def line(
    number: str, *, user: str = "青禾居民", title: str = "路灯", time: str = TIME, text: str = WORDS
) -> str:
    """A row as text, right unless told otherwise."""
    return f"{number},{user},{title},{time},{text}\n"


def good_row(number: int) -> bytes:
    """A row that must be read; every third is quoted, every fifth has line breaks and quotes."""
    if number % 5 == 0:
        return line(f"G{number}", text='"第一段，\n第二段说：""请尽快""。\r\n第三段"').encode()
    if number % 3 == 0:
        return line(f"G{number}", title='"路灯, 井盖"', text=f'"{WORDS}"').encode()
    return line(f"G{number}").encode()


def corrected(number: int) -> bytes:
    """Damaged row `number` (1-20) after an operator has put it right."""
    return line(f"D{number}").encode()


def _damaged(name: str, code: str, field: str, row: str | bytes) -> DamagedRow:
    return DamagedRow(name, code, field, row if isinstance(row, bytes) else row.encode())


DAMAGED = (
    _damaged("no text", "missing_text", "text", line("D1", text="")),
    _damaged("text of wide blanks", "missing_text", "text", line("D2", text="\u3000\u3000 ")),
    _damaged("30 February", "impossible_date", "arrived_at", line("D3", time="2022/2/30 9:00:00")),
    _damaged("hour 25", "impossible_date", "arrived_at", line("D4", time="2022-04-06 25:61:00")),
    _damaged("time in words", "impossible_date", "arrived_at", line("D5", time="昨天下午三点")),
    _damaged("no time", "missing_time", "arrived_at", line("D6", time="")),
    _damaged("year 2042", "date_in_future", "arrived_at", line("D7", time="2042-04-06 08:05")),
    _damaged("row in GB18030", "undecodable", "", line("D8").encode("gb18030")),
    _damaged(
        "row in UTF-16-LE", "undecodable", "", line("D9", text="河东，上岭∊∢村").encode("utf-16-le")
    ),
    _damaged(
        "row in UTF-16-BE with its mark",
        "undecodable",
        "",
        b"\xfe\xff" + line("D10", text="停水三天，请问何时恢复？").encode("utf-16-be"),
    ),
    _damaged("mark of a second file", "bom_inside", "", "\ufeff" + line("D11")),
    _damaged("text of 1 MB", "text_too_long", "text", line("D12", text="噪" * 349_525)),
    _damaged("formula in text", "formula_like", "text", line("D13", text="=HYPERLINK(1)点此领取")),
    _damaged("@ in title", "formula_like", "title", line("D14", title="@SUM(1+1)")),
    _damaged("tab before text", "formula_like", "text", line("D15", text='"\t=cmd|calc!A0"')),
    _damaged("NUL in text", "nul_character", "text", line("D16", text="路灯\0不亮")),
    _damaged(
        "half a surrogate pair as CESU-8",
        "lone_surrogate",
        "",
        line("D17", text="路灯\ud83d不亮").encode("utf-8", "surrogatepass"),
    ),
    _damaged("column lost", "wrong_column_count", "", f"D18,青禾居民,{TIME},{WORDS}\n"),
    _damaged("comma too many", "wrong_column_count", "", line("D19", text="路灯,井盖,都坏了")),
    _damaged("quote never closed", "unbalanced_quote", "", line("D20", title='"路灯')),
)


def damaged_file(rows: tuple[DamagedRow, ...] = DAMAGED) -> bytes:
    """A whole file: header, good row 1, damaged, good row 2, damaged, ... good row n + 1."""
    body = b"".join(good_row(place) + row.raw for place, row in enumerate(rows, start=1))
    return HEADER_LINE + body + good_row(len(rows) + 1)
