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
from hotline.records.models import Staff
from hotline.records.queries.articles import Sought, find_articles
from hotline.records.queries.queues import QUEUES
from hotline.records.queries.searching import COUNT_UP_TO, CaseSearch, Found, units_like
from hotline.records.queries.wanted import Wanted, kept_private
from hotline.rules.finding import Piece, pieces
from hotline.rules.initials import answers_to
from hotline.rules.life import MOVES
from hotline.rules.masking import mask_text

OF_LISTS = (("desk:columns", "选择列表的列"), ("desk:filters", "常用筛选"))
PERSONAL = (("desk:appearance", "显示方式"), ("desk:password", "修改密码"))


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its name with the words marked, what is said beside it."""

    url: str
    name: Sequence[Piece]
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One sort of things; `more` leads to all of them, `note` says how they were looked for."""

    code: str
    name: str
    hits: Sequence[Hit]
    total: int
    more: str = ""
    note: str = ""

    @property
    def told(self) -> str:
        """How many there are, as far as they were counted."""
        return f"{self.total} 以上" if self.total >= COUNT_UP_TO else str(self.total)


def groups(request: StaffRequest, words: str, *, limit: int, counted: bool) -> list[Group]:
    """All that was found for `words`, the likeliest sort first; without what is empty."""
    staff = request.user
    cases = CaseSearch(staff, words, limit=limit, counted=counted)
    marks = [word for word in words.split() if word]
    short = "只在最近 10000 件中查找" if cases.is_short else ""
    listed = _list_of(staff, words)
    found = [
        _of_cases(("number", "工单号"), cases.numbered(), marks, listed),
        _of_cases(("phone", "来电号码"), cases.of_phone(), marks, listed),
        _screens(request, words, marks, limit),
        _of_cases(("words", "工单内容"), cases.telling(), marks, listed, short),
        _of_cases(("place", "事发地点"), cases.at_place(), marks, _place_list(words), short),
        _units(staff, words, marks, limit),
        _articles(staff, words, marks, limit),
    ]
    return [group for group in found if group is not None and group.hits]


def _of_cases(
    sort: tuple[str, str], found: Found, marks: Sequence[str], more: str, note: str = ""
) -> Group:
    code, name = sort
    hits = [
        Hit(
            reverse("desk:case", args=[row.number]),
            pieces(mask_text(row.title), marks),
            f"{row.number} · {timezone.localtime(row.registered_at):%Y-%m-%d}"
            + (f" · {mask_text(row.place)}" if code == "place" else ""),
            row.status,
        )
        for row in found.rows
    ]
    return Group(code, name, hits, found.total, more, note)


def _list_of(staff: Staff, words: str) -> str:
    """The list of all cases with these words; a number of a person's is sealed in its address."""
    return list_address(kept_private(staff, Wanted.from_query({"q": words})))


def _place_list(words: str) -> str:
    return list_address(Wanted.from_query({"place": words}))


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
