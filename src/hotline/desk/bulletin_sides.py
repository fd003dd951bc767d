"""What stands beside the page of a bulletin, a tab at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.desk.bulletin_doors import figure_link
from hotline.desk.doors import StaffRequest
from hotline.desk.forms.bulletins import (
    CommentForm,
    CorrectForm,
    ItemForm,
    MomentForm,
    PublishForm,
    ReasonForm,
)
from hotline.desk.hot_issues import SEES
from hotline.records.models import Bulletin, BulletinItem, BulletinItemText, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.approvals import approval_of
from hotline.records.queries.bulletin_checks import checked, still_open
from hotline.records.queries.bulletin_figures import beside
from hotline.records.queries.bulletins import Draft
from hotline.records.queries.hot_candidates import hot_candidates
from hotline.records.queries.standing_out import groups, well_handled
from hotline.records.queries.suggested import proposals
from hotline.rules.forms import SectionForm
from hotline.rules.standing_out import RULE, reasons

TABS = {
    "items": ("条目", "list"),
    "figures": ("数字", "chart-bar"),
    "candidates": ("线索", "search"),
    "check": ("检查", "check"),
    "comments": ("留言", "message"),
    "flow": ("流程", "history"),
}
PUBLISHED_TABS = ("items", "figures", "comments", "flow")
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its code, name and picture, what is to be told beside it, whether it is open."""

    code: str
    name: str
    icon: str
    note: str
    is_here: bool


def codes(row: Bulletin) -> tuple[str, ...]:
    """The tabs that a bulletin has: what is published is not checked or added to any more."""
    return PUBLISHED_TABS if row.status == "published" else tuple(TABS)


def tabs(row: Bulletin, here: str, written: Draft) -> list[Tab]:
    """The tabs with how much there is behind them."""
    notes = {"items": str(len(written.items)), "comments": str(_said(row) or "")}
    known = codes(row)
    return [
        Tab(code, *TABS[code], note=notes.get(code, ""), is_here=code == here) for code in known
    ]


def _said(row: Bulletin) -> int:
    return row.comments.filter(settled_at=None).count()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tab is made for: whom, of which bulletin, when, with forms that were refused."""

    staff: Staff
    row: Bulletin
    written: Draft
    now: datetime
    forms: Mapping[str, Any]
    item: str = ""


def side(asked: Asked, tab: str) -> dict[str, Any]:
    """The context of one tab."""
    return MAKERS[tab](asked)


def _items(asked: Asked) -> dict[str, Any]:
    sections, items = asked.written.month.form.sections, asked.written.items
    return {
        "sections": _by_section(sections, items),
        "seen_cases": seen_cases(asked.staff, items),
        "item_form": asked.forms.get("item_form") or ItemForm(sections=sections),
        "dropped": _dropped(asked.row, items) if asked.row.status == "draft" else [],
        "is_empty": not items,
    }


def _by_section(
    sections: Sequence[SectionForm], items: Iterable[BulletinItem]
) -> list[tuple[str, list[BulletinItem]]]:
    known = list(items)
    return [
        (section_name(section), [item for item in known if item.section == section.code])
        for section in sections
    ]


def section_name(section: SectionForm) -> str:
    """A section's heading without the words that only the page fills."""
    return section.heading.replace("{month}月份", "").replace("{month}月", "")


def _dropped(row: Bulletin, items: Iterable[BulletinItem]) -> list[BulletinItemText]:
    """The last words of what was dropped, to be brought back."""
    here = [item.pk for item in items]
    gone = row.texts.filter(act="drop").exclude(item__in=here).select_related("by")
    newest: dict[object, BulletinItemText] = {}
    for text in gone.order_by("number"):
        newest[text.item] = text
    return sorted(newest.values(), key=lambda text: text.at, reverse=True)[:MOST_SHOWN]


def seen_cases(staff: Staff, items: Iterable[BulletinItem]) -> set[str]:
    """The numbers of the items' cases that `staff` may still see: one can become confidential."""
    spoken_of = [case.pk for item in items for case in item.cases.all()]
    return set(cases_for(staff).filter(pk__in=spoken_of).values_list("number", flat=True))


def _figures(asked: Asked) -> dict[str, Any]:
    link = figure_link(asked.row)
    found = beside(asked.row, asked.written, asked.now)
    return {
        "previous": found.previous,
        "previous_frozen": found.frozen,
        "parts": [
            (title, [(line, link(line.name)) for line in lines]) for title, lines in found.parts
        ],
    }


def _candidates(asked: Asked) -> dict[str, Any]:
    found = groups(asked.row, asked.now)
    kind = asked.row.period.kind
    return {
        "groups": [
            ("prominent", "反映突出问题", [(g, reasons(g, kind)) for g in found.prominent]),
            ("suggestions", "意见建议", [(g, reasons(g, kind)) for g in found.suggestions]),
        ],
        "proposals": proposals(asked.staff, asked.row),
        "issues": hot_candidates(asked.row),
        "sees_issues": any(map(asked.staff.may, SEES)),
        "well": well_handled(asked.staff, asked.row),
        "rule": RULE,
        "section_codes": [(s.code, section_name(s)) for s in asked.written.month.form.sections],
    }


def _check(asked: Asked) -> dict[str, Any]:
    found = checked(asked.row, asked.written)
    clear_form = asked.forms.get("clear_form")
    return {"found": found, "still_open": still_open(found), "clear_form": clear_form}


def _comments(asked: Asked) -> dict[str, Any]:
    items = {item.pk: item for item in asked.written.items}
    said = asked.row.comments.select_related("by", "settled_by").order_by("settled_at", "-at")
    fresh = CommentForm(items=asked.written.items, initial={"item": asked.item})
    return {
        "said": [(each, items.get(each.item)) for each in said[:MOST_SHOWN]],
        "comment_form": asked.forms.get("comment_form") or fresh,
    }


def _flow(asked: Asked) -> dict[str, Any]:
    return {
        "journal": asked.row.journal.select_related("by").order_by("-seq")[:MOST_SHOWN],
        "moment_form": asked.forms.get("moment_form") or MomentForm(asked.row),
    }


MAKERS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "items": _items,
    "figures": _figures,
    "candidates": _candidates,
    "check": _check,
    "comments": _comments,
    "flow": _flow,
}


def next_forms(request: StaffRequest, row: Bulletin, forms: Mapping[str, Any]) -> dict[str, Any]:
    """What comes next for the bulletin, and the forms for it."""
    return {
        "approval": (approval := approval_of(row)),
        "is_mine": approval.may(request.user),
        "not_me": approval.why_not(request.user) if approval.may(request.user) else "",
        "publish_form": forms.get("publish_form") or PublishForm(initial={"issue": row.issue}),
        "reason_form": forms.get("reason_form") or ReasonForm(),
        "correct_form": forms.get("correct_form") or CorrectForm(),
    }
