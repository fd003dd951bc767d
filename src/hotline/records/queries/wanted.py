"""What a list of cases is asked for, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from hotline.records.models import Staff
from hotline.records.sealed_words import is_private, open_words, seal_words

MOST_PAGES = 2000
LONGEST = 100
LONGEST_KEY = 600
DUE_WITHIN = {"1": "24 小时内到期", "3": "3 天内到期", "7": "7 天内到期"}
SORTS = ("registered", "number", "due", "status", "urgency")
# What stands in an address under another name than its field's.
NAMES = {"words": "q"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for; empty means any. `queue` is a verb: cases waiting for it.

    `key` stands for words that may not be read in an address (`records/sealed_words.py`). `unit`
    and `topic` are a code or a name, each with all below it. `sort` is one of SORTS, with a minus
    for the other way round.
    """

    words: str = ""
    key: str = ""
    status: str = ""
    queue: str = ""
    channel: str = ""
    kind: str = ""
    campaign: str = ""
    overdue: bool = False
    unit: str = ""
    topic: str = ""
    place: str = ""
    urgency: str = ""
    since: str = ""
    until: str = ""
    due: str = ""
    mine: bool = False
    confidential: bool = False
    attached: bool = False
    returned: bool = False
    supervised: bool = False
    rating: str = ""
    sort: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        """Read from a page's address; what is not understood is ignored."""
        given = {name: value.replace("\0", "").strip() for name, value in query.items()}
        page = given.get("page", "1")[:5]
        said = {
            each.name: _read(each.type, each.name, given)
            for each in fields(cls)
            if each.name not in ("page", "key")
        }
        return cls(
            **said,
            key=given.get("key", "")[:LONGEST_KEY],
            page=min(max(int(page), 1), MOST_PAGES) if page.isascii() and page.isdigit() else 1,
        )

    def address(self) -> str:
        """The query of an address that says the same, without what is empty."""
        return urlencode(self.query())

    def query(self) -> dict[str, str]:
        """What an address says of it, by name, without what is empty."""
        return {
            NAMES.get(each.name, each.name): "1" if each.type == "bool" else str(value)
            for each in fields(self)
            if (value := getattr(self, each.name)) and not (each.name == "page" and value == 1)
        }

    def without(self, *names: str) -> Wanted:
        """The same without these filters, from the first page."""
        nothing = Wanted()
        return replace(self, page=1, **{name: getattr(nothing, name) for name in names})

    @property
    def narrows(self) -> bool:
        """Whether anything but queue, order and page is asked for."""
        return self.without("queue", "sort") != Wanted()


def kept_private(staff: Staff, wanted: Wanted) -> Wanted:
    """The same with a person's number sealed into the key; words without one stay readable.

    A place that holds such a number is none.
    """
    if is_private(wanted.place):
        wanted = replace(wanted, place="")
    if not is_private(wanted.words):
        return wanted
    return replace(wanted, words="", key=seal_words(staff, wanted.words))


def words_of(staff: Staff, wanted: Wanted) -> str:
    """The words looked for, read or opened; empty for a key of somebody else."""
    return wanted.words or open_words(staff, wanted.key)


def _read(kind: object, name: str, given: Mapping[str, str]) -> object:
    """One fact of the address; an unknown choice or day means any."""
    text = given.get(NAMES.get(name, name), "")[:LONGEST]
    if kind == "bool":
        return text == "1"
    if name == "due" and text not in DUE_WITHIN:
        return ""
    if name == "sort" and text.removeprefix("-") not in SORTS:
        return ""
    if name in ("since", "until") and not _is_day(text):
        return ""
    return text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year > 1  # a day before it must exist
    except ValueError:
        return False
