"""The list behind a figure is as long as the figure, and has just the cases that it counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hotline.records.models import Assignment, Case, Contact
from hotline.records.queries.behind import identities_behind
from hotline.records.queries.counting import unit_path
from hotline.records.queries.figures import EditionFigures, month_figures
from hotline.rules.counting import Cell, Figure, Selection
from hotline.rules.workdays import CHINA
from tests.factories import City
from tests.records.april import April
from tests.records.month import make_form
from tests.steps.cases import china

ON_TIME_FACT, NO_FACT = frozenset({"on_time"}), frozenset[str]()
END = china("2022-05-02T00:00")
SPAN = (china("2022-04-07T00:00"), china("2022-05-01T00:00"))
MONTH = (china("2022-04-01T00:00"), china("2022-05-01T00:00"))


@pytest.fixture
def april(city: City) -> April:
    make_form(city)
    return April(city)


def played(april: April) -> list[datetime]:
    return list(april.play())


def listed(month: EditionFigures, figure: Figure, *, whole: bool = False) -> list[UUID]:
    return identities_behind(figure, month.window, month.as_of, live=month.live, whole=whole)


def lengths(month: EditionFigures) -> dict[str, tuple[int, int | None]]:
    """How long the lists behind numerator and denominator are."""
    return {
        name: (
            len(listed(month, figure)),
            len(listed(month, figure, whole=True)) if figure.is_share else None,
        )
        for name, figure in month.measured.figures.items()
    }


def numbers(month: EditionFigures) -> dict[str, tuple[int, int | None]]:
    figures = month.measured.figures
    return {name: (figure.numerator, figure.denominator) for name, figure in figures.items()}


def test_every_list_is_as_long_as_its_number_live(april: April) -> None:
    played(april)
    month = month_figures("2022-04", END)
    assert lengths(month) == numbers(month)


def test_every_list_is_as_long_as_its_number_at_every_past_moment(april: April) -> None:
    for moment in played(april)[::4]:
        month = month_figures("2022-04", END, as_of=moment)
        assert lengths(month) == numbers(month)


# --- the same cases, found one by one --------------------------------------------------------


STATES = {"closed": "closed", "archived": "closed", "withdrawn": "withdrawn"}


def cells_of_cases() -> dict[UUID, Cell]:
    """Each accepted case of the month as a cell of its own, put together in Python."""
    related = ("channel", "kind", "topic", "campaign", "lead")
    accepted = Case.objects.select_related(*related).filter(accepted_at__isnull=False)
    return {
        case.pk: Cell(
            of="cases",
            count=1,
            channel=case.channel.code,
            kind=case.kind.code,
            topic=tuple(case.topic.path),
            campaign=case.campaign.code if case.campaign else "",
            unit=unit_path(case.lead) if case.lead else (),
            state=STATES.get(case.status, "open"),
            facts=ON_TIME_FACT if is_on_time(case) else NO_FACT,
            span="phone" if SPAN[0] <= case.accepted_at < SPAN[1] else "",
        )
        for case in accepted
        if MONTH[0] <= case.accepted_at.astimezone(CHINA) < MONTH[1]
    }


def is_on_time(case: Case) -> bool:
    last = Assignment.objects.filter(case=case).order_by("round").last()
    return (
        last is not None
        and last.finished_at is not None
        and case.status != "awaiting_dispatch"
        and last.replied_at <= last.due_at
    )


def cells_of_contacts() -> dict[UUID, Cell]:
    """Each contact of the month as a cell of its own."""
    return {
        row.pk: Cell(
            of="contacts",
            count=1,
            channel=row.channel.code,
            campaign=row.campaign.code if row.campaign else "",
            span="phone" if SPAN[0] <= row.arrived_at < SPAN[1] else "",
        )
        for row in Contact.objects.select_related("channel", "campaign")
        if MONTH[0] <= row.arrived_at < MONTH[1]
    }


def taken(
    cells: dict[UUID, Cell], selection: Selection, minus: Iterable[Selection] = ()
) -> set[UUID]:
    less = tuple(minus)
    return {
        pk
        for pk, cell in cells.items()
        if selection.takes(cell) and not any(other.takes(cell) for other in less)
    }


def test_every_list_has_the_cases_that_its_selection_takes(april: April) -> None:
    played(april)
    cells = {**cells_of_cases(), **cells_of_contacts()}
    month = month_figures("2022-04", END)
    for name, figure in month.measured.figures.items():
        expected = taken(cells, figure.of_numerator, figure.minus)
        assert (name, set(listed(month, figure))) == (name, expected)
        if figure.of_denominator is not None:
            whole = taken(cells, figure.of_denominator)
            assert (name, set(listed(month, figure, whole=True))) == (name, whole)


SELECTIONS = [
    Selection(),
    Selection(of="contacts"),
    Selection(of="contacts", channels=frozenset({"telephone"}), span="phone"),
    Selection(of="contacts", campaign="epidemic"),
    Selection(of="contacts", campaign="-", first=frozenset({"epidemic"})),
    Selection(channels=frozenset({"province"})),
    Selection(channels=frozenset({"province", "telephone"})),
    Selection(channels=frozenset({"unknown"})),
    Selection(kind="help"),
    Selection(campaign="flood"),
    Selection(campaign="-"),
    Selection(campaign="-", first=frozenset({"flood", "epidemic"})),
    Selection(topics=("01",)),
    Selection(topics=("0102",), excepted=("010216",)),
    Selection(topics=("010216", "02")),
    Selection(topics=("nothing",)),
    Selection(unit="east"),
    Selection(unit="west", facts=ON_TIME_FACT),
    Selection(dispatched=True),
    Selection(dispatched=True, facts=ON_TIME_FACT),
    Selection(facts=ON_TIME_FACT),
    Selection(state="open"),
    Selection(state="closed", span="phone"),
    Selection(state="open"),
    Selection(state="withdrawn"),
    Selection(kind="help", campaign="-", first=frozenset({"flood"}), dispatched=True),
]


def test_a_selection_in_sql_takes_what_it_takes_in_python(april: April) -> None:
    played(april)
    month = month_figures("2022-04", END)
    cells = {**cells_of_cases(), **cells_of_contacts()}
    for chosen in SELECTIONS:
        found = set(listed(month, Figure("x", "x", 0, chosen)))
        assert (chosen, found) == (chosen, taken(cells, chosen))


def test_the_rest_has_what_no_listed_line_takes(april: April) -> None:
    """Also the cases without campaign: of them a comparison in SQL is unknown."""
    played(april)
    month = month_figures("2022-04", END)
    cells = cells_of_cases()
    for less in SELECTIONS:
        if less.of == "cases":
            minus = (less, Selection(campaign="epidemic"))
            found = set(listed(month, Figure("x", "x", 0, Selection(), minus=minus)))
            assert (less, found) == (less, taken(cells, Selection(), minus))


def test_a_plain_number_has_no_list_behind_a_denominator(april: April) -> None:
    played(april)
    month = month_figures("2022-04", END)
    assert listed(month, month.measured.figures["total.count"], whole=True) == []


def test_nothing_that_comes_later_is_listed(april: April) -> None:
    first = played(april)[0]
    month = month_figures("2022-04", END, as_of=first - timedelta(days=2))
    assert [listed(month, figure) for figure in month.measured.figures.values()] == [
        [] for _ in month.measured.figures
    ]
