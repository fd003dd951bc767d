"""The items of one part of a form, each of the right type, or refused with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hotline.rules.forms.shapes import FormBroken
from hotline.rules.forms.terms import Term, term_of

LONGEST_TEXT = 6_000
MOST_ITEMS = 300


class Items:
    """The items of the part at `place`; one that is not `known` is a slip of the pen."""

    def __init__(self, row: Any, place: str, known: Iterable[str]) -> None:
        if not isinstance(row, Mapping):
            raise FormBroken(f"{place} 的写法不对，应为若干“名称 = 值”。")
        unknown = set(row) - set(known)
        if unknown:
            raise FormBroken(f"{place} 有不认识的项目：{'、'.join(sorted(unknown))}。")
        self.row, self.place = row, place

    def __contains__(self, name: str) -> bool:
        """Whether the item is given."""
        return name in self.row

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be given."""
        value = self._given(name, default)
        if not isinstance(value, str):
            raise FormBroken(f"{self.place} 的 {name} 应为文字，写在引号里。")
        if len(value) > LONGEST_TEXT:
            raise FormBroken(f"{self.place} 的 {name} 超过 {LONGEST_TEXT} 个字，请缩短。")
        return value

    def texts(self, name: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._given(name, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise FormBroken(f'{self.place} 的 {name} 应为列表，如 ["甲", "乙"]。')
        if len(value) > MOST_ITEMS:
            raise FormBroken(f"{self.place} 的 {name} 超过 {MOST_ITEMS} 项，请减少。")
        return tuple(value)

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self.row.get(name, default)
        if type(value) is not int or not 0 <= value <= most:
            raise FormBroken(f"{self.place} 的 {name} 应为 0 至 {most} 的整数。")
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no where it is not given."""
        value = self.row.get(name, False)
        if not isinstance(value, bool):
            raise FormBroken(f"{self.place} 的 {name} 应为 true 或 false。")
        return value

    def choice(self, name: str, among: Iterable[str], default: str | None = None) -> str:
        """One of some words."""
        words, value = tuple(among), self.text(name, default)
        if value not in words:
            last = f"{'、'.join(words[:-1])} 或 {words[-1]}" if words[1:] else words[0]
            raise FormBroken(f"{self.place} 的 {name} 只能是 {last}。")
        return value

    def day(self, name: str) -> date:
        """A day, as TOML writes it or as text."""
        return day_of(self._given(name, None), name)

    def terms(self, name: str) -> tuple[Term, ...]:
        """A list of terms, such as `["count", "count|环比"]`."""
        return tuple(self.term(text, name) for text in self.texts(name, None))

    def term(self, text: str, name: str) -> Term:
        """One term."""
        term = term_of(text)
        if term is None:
            raise FormBroken(
                f"{self.place} 的 {name} 看不懂“{text}”；"
                "请写成 count、count@previous 或 count|环比 这样。"
            )
        return term

    def part(self, name: str, known: Iterable[str]) -> Items:
        """The part below of this name; empty where it is not given."""
        return Items(self.row.get(name, {}), f"[{name}]", known)

    def rows(self, name: str) -> dict[str, Any]:
        """The parts `[name.X]` by their codes."""
        given = self.row.get(name, {})
        if not isinstance(given, Mapping):
            raise FormBroken(f"[{name}] 的写法不对，应写成 [{name}.代码]。")
        if len(given) > MOST_ITEMS:
            raise FormBroken(f"[{name}] 超过 {MOST_ITEMS} 个，请减少。")
        return {code: row for code, row in given.items() if _is_code(code, name)}

    def many(self, name: str) -> list[Any]:
        """The parts `[[name]]` in order."""
        given = self.row.get(name, ())
        if not isinstance(given, list | tuple):
            raise FormBroken(f"[[{name}]] 的写法不对，应有双层方括号。")
        if len(given) > MOST_ITEMS:
            raise FormBroken(f"[[{name}]] 超过 {MOST_ITEMS} 个，请减少。")
        return list(given)

    def _given(self, name: str, default: Any) -> Any:
        if name not in self.row and default is None:
            raise FormBroken(f"{self.place}缺少“{name}”，请补上。")
        return self.row.get(name, default)


def day_of(value: Any, place: str) -> date:
    """A day out of a date or its text."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise FormBroken(f"{place} 的日期“{value}”写法不对，请写成 2022-04-01 这样。") from error


def _is_code(code: str, part: str) -> bool:
    """A code stands in braces and names of figures, so it has none of their signs."""
    if not code.replace("_", "").isalnum():
        raise FormBroken(f"[{part}.{code}] 的代码只能用字母、数字和下划线。")
    return True
