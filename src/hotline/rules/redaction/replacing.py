"""Replacing: a text without what tells of a person, and the way back for who may know.

Each finding becomes a mark such as 〖电话1〗; the same words get the same mark, so that the text
still says who did what to whom. Marks are put back exactly as they were; what only looks like a
mark is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.search import find

SHORT = {
    "phone": "电话",
    "identity": "证件",
    "plate": "车牌",
    "bank_card": "卡号",
    "email": "邮箱",
    "account": "账号",
    "address": "住址",
    "name": "姓名",
    "addressed": "称呼",
    "area": "小区",
    "health": "健康",
    "mark": "原文",
}
_MARK = re.compile(r"〖[^〖〗]{1,12}〗")
OPENING, CLOSING = "〖", "〗"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text whose findings are marks: `originals` holds what each mark stood for, and is as
    sensitive as the text itself."""

    text: str
    found: Sequence[Sensitive]
    originals: Mapping[str, str]

    def restored(self, text: str) -> str:
        """Any text that carries these marks, with the words themselves again."""
        return _MARK.sub(lambda mark: self.originals.get(mark.group(), mark.group()), text)

    def unknown_marks(self, text: str) -> list[str]:
        """Marks in a text that this one never made."""
        return [each for each in _MARK.findall(text) if each not in self.originals]


def redacted(text: str, search: Callable[[str], list[Sensitive]] = find) -> Redacted:
    """Replace what `search` finds; brackets of our own kind in the text are replaced as well."""
    found = _without_overlap([*search(text), *_own_marks(text)])
    marks: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    pieces, end = [], 0
    for each in found:
        key = (each.kind, each.text)
        if key not in marks:
            counts[each.kind] = counts.get(each.kind, 0) + 1
            marks[key] = f"{OPENING}{SHORT[each.kind]}{counts[each.kind]}{CLOSING}"
        pieces += [text[end : each.start], marks[key]]
        end = each.end
    originals = {mark: words for (_, words), mark in marks.items()}
    return Redacted("".join([*pieces, text[end:]]), found, originals)


def _own_marks(text: str) -> list[Sensitive]:
    return [
        Sensitive("mark", match.start(), match.end(), match.group(), "", "")
        for match in re.finditer(f"[{OPENING}{CLOSING}]", text)
    ]


def _without_overlap(found: Sequence[Sensitive]) -> list[Sensitive]:
    """The longest of what overlaps, in the order of the text."""
    taken: list[Sensitive] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            taken.append(each)
    return sorted(taken, key=lambda one: one.start)
