"""Reading bulletins: their items in order, the draft as it would be printed today, what is out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from hotline.records.models import Bulletin, BulletinItem
from hotline.records.queries.corrections import corrected_page
from hotline.records.queries.figures import EditionFigures, edition_figures
from hotline.rules.counting import Figure
from hotline.rules.editions import Where, read_where
from hotline.rules.measuring import Measured
from hotline.rules.pages import Page, page_of
from hotline.rules.writing import Edition, Item, write_page

DRAFT, SUBMITTED, PUBLISHED, WITHDRAWN = "draft", "submitted", "published", "withdrawn"
STATUS_NAMES = {
    DRAFT: "草稿",
    SUBMITTED: "送审中",
    PUBLISHED: "已发布",
    WITHDRAWN: "已撤回",
}


@dataclass(frozen=True)
class Draft:
    """A bulletin as it would be printed with the figures of this moment."""

    page: Page
    month: EditionFigures
    items: list[BulletinItem]


@dataclass(frozen=True, slots=True)
class Slip:
    """A printed figure that does not agree with what its definition gives."""

    name: str
    label: str
    printed: str
    counted: str
    arithmetic: str


def bulletin_of(where: str | Where) -> Bulletin | None:
    """The newest live edition at an address ("2022-04" is the monthly one's); None where none was
    begun; raises ValueError."""
    return editions_of(where).exclude(status=WITHDRAWN).first()


def editions_of(where: str | Where) -> QuerySet[Bulletin]:
    """Every edition at an address, the newest first; raises ValueError."""
    place = read_where(where) if isinstance(where, str) else where
    period = place.period
    found = Bulletin.objects.filter(
        family=place.family, starts_on=period.starts_on, ends_on=period.ends_on
    )
    of_unit = found.filter(unit__code=place.unit) if place.unit else found.filter(unit=None)
    along = ("form", "figures", "unit", "corrects")
    return of_unit.select_related(*along).order_by("-edition", "-version")


def published() -> QuerySet[Bulletin]:
    """What is out, newest first."""
    return Bulletin.objects.filter(status=PUBLISHED)


def items_of(bulletin: Bulletin) -> list[BulletinItem]:
    """The items in the order of their sections, with their cases."""
    return list(bulletin.items.prefetch_related("cases"))


def draft(
    bulletin: Bulletin, now: datetime, *, issued_on: date | None = None, issue: str = ""
) -> Draft:
    """Measure and write the bulletin anew; a published one is read by `printed_page`.

    `issued_on` and `issue` are those it is about to be published with.
    """
    month = counted(bulletin, now)
    edition = Edition(
        bulletin.starts_on,
        bulletin.ends_on,
        issued_on or bulletin.issued_on,
        issue or bulletin.issue,
        month.unit_name,
    )
    rows = items_of(bulletin)
    items = [Item(row.section, row.group, row.text) for row in rows]
    page = write_page(month.form, month.measured, edition, items)
    return Draft(corrected_page(bulletin, page, month), month, rows)


def counted(bulletin: Bulletin, now: datetime) -> EditionFigures:
    """The bulletin's figures as of the moment that was chosen for it, else of now."""
    unit = bulletin.unit.code if bulletin.unit is not None else ""
    chosen = bulletin.as_of if bulletin.as_of is not None and bulletin.as_of < now else None
    found = edition_figures(bulletin.form, bulletin.period, now, as_of=chosen, unit=unit)
    return replace(found, measured=_of_one(found.measured)) if unit else found


def _of_one(measured: Measured) -> Measured:
    """Without the table of all units, which is not of the one that the bulletin is of."""
    kept = {name: row for name, row in measured.figures.items() if not name.startswith("units.")}
    return replace(measured, figures=kept, units=())


def printed_page(bulletin: Bulletin) -> Page:
    """The page as it was fixed at publication."""
    if bulletin.page is None:
        raise ValueError("not published")
    return page_of(bulletin.page)


def slips(month: EditionFigures, printed: dict[str, Any]) -> list[Slip]:
    """Where an earlier print of the period says something else than its definitions give."""
    trim, figures = month.form.trim, month.measured.figures
    return [
        _slip(name, str(text), figures.get(name), trim=trim)
        for name, text in printed.items()
        if name not in figures or figures[name].printed(trim=trim) != text
    ]


def _slip(name: str, printed: str, figure: Figure | None, *, trim: bool) -> Slip:
    """One difference; a figure that is not counted any more has no number of its own."""
    if figure is None:
        return Slip(name, name, printed, "—", "")
    arithmetic = f"{figure.numerator} ÷ {figure.denominator}" if figure.is_share else ""
    return Slip(name, figure.label, printed, figure.printed(trim=trim), arithmetic)
