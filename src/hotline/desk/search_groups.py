"""What a search finds, group by group, each row with where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from hotline.desk.chips import list_address
from hotline.desk.doors import StaffRequest
from hotline.desk.navigation import QUEUE_NAMES, screen_tabs
from hotline.records.models import Case, Staff
from hotline.records.queries.articles import Sought, find_articles
from hotline.records.queries.queues import QUEUES
from hotline.records.queries.searching import (
    COUNT_UP_TO,
    FEW_FOUND,
    CasePage,
    CaseSearch,
    units_like,
)
from hotline.records.queries.wanted import Wanted, kept_private
from hotline.rules.finding import Piece, excerpt, holds_any, pieces, words_of
from hotline.rules.initials import answers_to
from hotline.rules.life import MOVES
from hotline.rules.masking import mask_text
from hotline.rules.near_words import meant
from hotline.rules.sounds import is_typed

NO_CASES = CasePage()
OF_LISTS = (("desk:columns", "选择列表的列"), ("desk:filters", "常用筛选"))
PERSONAL = (("desk:appearance", "显示方式"), ("desk:password", "修改密码"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its name with the words marked, what is said beside it, and the
    stretch of text with the words, with what text that is."""

    url: str
    name: Sequence[Piece]
    note: str = ""
    status: str = ""
    where: str = ""
    excerpt: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One sort of things; `more` leads to all of them, `note` says how they were looked for."""

    code: str
    name: str
    hits: Sequence[Hit]
    total: int
    more: str = ""
    note: str = ""
    is_all: bool = True

    @property
    def told(self) -> str:
        """How many there are, as far as they were counted."""
        is_all = self.is_all and self.total < COUNT_UP_TO
        return str(self.total) if is_all else f"{min(self.total, COUNT_UP_TO)} 以上"


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was found; `meant` are words that are offered instead, `page` the page of cases."""

    groups: Sequence[Group] = ()
    meant: Sequence[str] = ()
    page: CasePage = NO_CASES


def find(
    request: StaffRequest,
    words: str,
    *,
    limit: int,
    wanted: Wanted | None = None,
    by_date: bool = False,
    after: str = "",
) -> Answer:
    """All that was found for `words`, the likeliest sort first; without what is empty.

    Cases only, where filters narrow them or a further page of them is asked for.
    """
    staff = request.user
    search = CaseSearch(staff, words, limit=limit, wanted=wanted)
    page = search.telling(by_date=by_date, after=after)
    is_rare = page.is_all and page.total < FEW_FOUND and not after
    near = search.nearly() if is_rare else NO_CASES
    offered = near_words(near, words)
    groups = [
        *([] if after else _by_number(search, words)),
        _telling(search.each, page),
        _near(page, near, offered),
        *(
            []
            if after or (wanted and wanted.without("words", "key").narrows)
            else _beside_cases(request, words, limit)
        ),
    ]
    return Answer([group for group in groups if group and group.hits], offered, page)


def near_words(near: CasePage, words: str) -> list[str]:
    """Which words of what was nearly found were likely meant; only this person's cases tell."""
    texts = [text for row, _ in near.rows for text in (row.title, row.place)]
    if not is_typed(words):
        texts += [text for row, _ in near.rows for text in (row.text, row.answer)]
    asked = (words,) if is_typed(words) else words_of(words)
    return meant(map(mask_text, texts), asked[0]) if len(asked) == 1 else []


def _by_number(search: CaseSearch, words: str) -> list[Group]:
    listed = _list_of(search.staff, words)
    found = (("number", "工单号", search.numbered()), ("phone", "来电号码", search.of_phone()))
    return [
        Group(code, name, [_hit(row, [words]) for row in of.rows], of.total, listed)
        for code, name, of in found
    ]


def _telling(words: Sequence[str], page: CasePage) -> Group:
    hits = [_hit(row, words, shows_text=True) for row, _ in page.rows]
    return Group("words", "工单", hits, page.total, is_all=page.is_all)


def _near(page: CasePage, near: CasePage, marks: Sequence[str]) -> Group:
    """What only nearly fits, without what fits."""
    exact = {row.pk for row, _ in page.rows}
    hits = [_hit(row, marks, shows_text=True) for row, _ in near.rows if row.pk not in exact]
    return Group("near", "近似的工单", hits, len(hits), note="读音相同，或只差一个字")


def _beside_cases(request: StaffRequest, words: str, limit: int) -> list[Group | None]:
    marks = words_of(words)
    return [
        _screens(request, words, marks, limit),
        _units(request.user, words, marks, limit),
        _articles(request.user, words, marks, limit),
    ]


def _hit(row: Case, marks: Sequence[str], *, shows_text: bool = False) -> Hit:
    """A case as it may be shown: numbers of people masked before anything is marked."""
    where, shown = _found_in(row, marks) if shows_text else ("", [])
    return Hit(
        reverse("desk:case", args=[row.number]),
        pieces(mask_text(row.title), marks),
        f"{row.number} · {timezone.localtime(row.registered_at):%Y-%m-%d}",
        row.status,
        where,
        shown,
    )


def _found_in(row: Case, marks: Sequence[str]) -> tuple[str, list[Piece]]:
    """The first text beside the title that holds a word, around that; else how the case begins."""
    texts = (("事发地点", row.place), ("诉求内容", row.text), ("答复", row.answer))
    for name, text in texts:
        masked = mask_text(text)
        if holds_any(masked, marks):
            return name, excerpt(masked, marks)
    return "诉求内容", excerpt(mask_text(row.text), ())


def _list_of(staff: Staff, words: str) -> str:
    """The list of all cases with these words; a number of a person's is sealed in its address."""
    return list_address(kept_private(staff, Wanted.from_query({"q": words})))


def _screens(request: StaffRequest, words: str, marks: Sequence[str], limit: int) -> Group:
    """Screens and queues that this person may open, by name or pinyin."""
    staff = request.user
    places = [(tab.label, tab.url) for tab in screen_tabs(request)]
    if _sees(staff):
        cases = reverse("desk:cases")
        places += [
            (QUEUE_NAMES[verb], f"{cases}?queue={verb}")
            for verb in QUEUES
            if staff.may(MOVES[verb].permit)
        ]
        places += [(label, reverse(name)) for name, label in OF_LISTS]
    places += [(label, reverse(name)) for name, label in PERSONAL]
    hits = [Hit(url, pieces(label, marks)) for label, url in places if answers_to(label, words)]
    return Group("screens", "功能", hits[:limit], len(hits))


def _units(staff: Staff, words: str, marks: Sequence[str], limit: int) -> Group | None:
    if not _sees(staff):
        return None
    found = units_like(words)
    hits = [
        Hit(list_address(replace(Wanted(), unit=unit.code)), pieces(unit.name, marks), "主办的工单")
        for unit in found[:limit]
    ]
    return Group("units", "承办单位", hits, len(found))


def _articles(staff: Staff, words: str, marks: Sequence[str], limit: int) -> Group | None:
    if not staff.may("read_articles"):
        return None
    page = find_articles(Sought(query=words), timezone.localdate())
    hits = [
        Hit(
            reverse("desk:article", args=[row.number]),
            pieces(row.title, marks),
            row.department.name if row.department else "",
            where="答复口径",
            excerpt=excerpt(row.current.answer, marks) if row.current else (),
        )
        for row in page.rows[:limit]
    ]
    return Group(
        "articles",
        "知识库",
        hits,
        page.total,
        f"{reverse('desk:articles')}?{urlencode({'q': words})}",
    )


def _sees(staff: Staff) -> bool:
    return staff.may("see_all_cases") or staff.may("see_unit_cases")
