"""The sample months have exactly the published margins, live and as of the day of publication."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from pytest_django.plugin import DjangoDbBlocker

from hotline.records.models import Case
from hotline.records.queries.behind import identities_behind
from hotline.records.queries.editions import form_of
from hotline.records.queries.figures import EditionFigures, edition_figures, month_figures
from hotline.rules.forms import Form
from hotline.rules.pages import Page, Paragraph, Table, plain
from hotline.rules.periods import read_period
from hotline.rules.workdays import CHINA
from hotline.rules.writing import Edition, Item, write_page
from hotline.site.environment import ROOT
from hotline.steps.setup.sample.items import items
from hotline.steps.setup.sample.margins import read_months
from hotline.steps.setup.sample.today import load_today
from tests.published import FIGURES, MONTHS, PARAGRAPHS, SLIPS, UNITS
from tests.sample_months import NOW, SIPING, loaded_months  # noqa: F401 - the fixture

SEEDS = ROOT.parent / "shared" / "seeds"
PUBLISHED_ON = {month.month: month.published_on for month in read_months(SIPING / "samples")}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_months"),
    pytest.mark.xdist_group("sample months"),
]


def evening(month: str) -> datetime:
    return datetime.combine(PUBLISHED_ON[month], time(20), CHINA)


@pytest.fixture(scope="module")
def counted(sample_months: None, django_db_blocker: DjangoDbBlocker) -> dict[str, EditionFigures]:
    with django_db_blocker.unblock():
        return {month: month_figures(month, NOW) for month in MONTHS}


@pytest.fixture(scope="module")
def counted_then(
    sample_months: None, django_db_blocker: DjangoDbBlocker
) -> dict[str, EditionFigures]:
    with django_db_blocker.unblock():
        return {month: month_figures(month, NOW, as_of=evening(month)) for month in MONTHS}


def printed(figures: EditionFigures, name: str) -> str:
    return figures.measured.figures[name].printed(trim=figures.form.trim)


@pytest.mark.parametrize(
    ("month", "name", "value"),
    [(month, name, value) for month in MONTHS for name, value in FIGURES[month].items()],
)
def test_every_published_figure_is_counted_from_the_cases(
    counted: dict[str, EditionFigures],
    counted_then: dict[str, EditionFigures],
    month: str,
    name: str,
    value: str,
) -> None:
    assert printed(counted[month], name) == value
    assert printed(counted_then[month], name) == value


@pytest.mark.parametrize("month", MONTHS)
def test_no_figure_changed_since_the_evening_of_publication(
    counted: dict[str, EditionFigures], counted_then: dict[str, EditionFigures], month: str
) -> None:
    now, then = counted[month].measured.figures, counted_then[month].measured.figures
    assert {name: figure.numerator for name, figure in then.items()} == {
        name: figure.numerator for name, figure in now.items()
    }


@pytest.mark.parametrize("month", MONTHS)
def test_the_cases_of_today_change_no_figure_of_a_published_month(month: str) -> None:
    assert load_today(SIPING / "samples", at=NOW) > 0
    with_today = month_figures(month, NOW)
    assert {name: printed(with_today, name) for name in FIGURES[month]} == FIGURES[month]


@pytest.mark.parametrize("month", MONTHS)
def test_the_table_of_units_is_the_published_one_row_by_row(
    counted: dict[str, EditionFigures], month: str
) -> None:
    rows = counted[month].measured.units
    assert (
        tuple((row.unit.name, *(value.numerator for value in row.values)) for row in rows)
        == UNITS[month]
    )


@pytest.mark.parametrize("month", MONTHS)
def test_behind_every_figure_stand_as_many_cases_as_it_counts(
    counted: dict[str, EditionFigures], month: str
) -> None:
    for name in counted[month].measured.figures:
        assert_list_is_as_long_as_the_number(counted[month], name)


@pytest.mark.parametrize("month", MONTHS)
def test_behind_the_published_figures_stood_as_many_cases_then(
    counted_then: dict[str, EditionFigures], month: str
) -> None:
    for name in FIGURES[month]:
        assert_list_is_as_long_as_the_number(counted_then[month], name)


def assert_list_is_as_long_as_the_number(figures: EditionFigures, name: str) -> None:
    figure = figures.measured.figures[name]
    behind = identities_behind(figure, figures.window, figures.as_of, live=figures.live)
    assert len(behind) == len(set(behind)) == figure.numerator, name


@pytest.mark.parametrize("month", MONTHS)
def test_the_lists_and_the_table_add_up(counted: dict[str, EditionFigures], month: str) -> None:
    measured = counted[month].measured
    number = {name: figure.numerator for name, figure in measured.figures.items()}
    whole = {"2020-02": "others.count", "2022-04": "total.count"}[month]
    assert sum(part.count.numerator for part in measured.lists["topics"]) == number[whole]
    assert sum(row[1] for row in UNITS[month]) == number["units.count"]
    assert number["total.closed"] + number["total.open"] == number["total.count"]


def test_all_channels_of_april_add_up_to_its_total() -> None:
    april = Case.objects.filter(contacts__key__startswith="sample-2022-04")
    by_call = april.filter(channel__code="telephone").count()
    assert (by_call, april.count()) == (31_681 - (64 + 25 + 2_034 + 12 + 22 + 77), 31_681)


SYSTEMS = {
    "state_council_internet_plus": 64,
    "china_gov_messages": 25,
    "jilin_transfer_platform": 2_034,
    "governor_mailbox": 12,
    "mayor_mailbox": 22,
    "leaders_board": 77,
}


def test_every_system_of_april_stands_in_the_channels_edition_with_its_published_number() -> None:
    period = read_period("2022-04")
    figures = edition_figures(form_of("channels", period), period, NOW)
    number = {name: figure.numerator for name, figure in figures.measured.figures.items()}
    assert {code: number[f"systems.{code}.count"] for code in SYSTEMS} == SYSTEMS
    for code, count in SYSTEMS.items():
        closed, still_open = (number[f"systems.{code}.{name}"] for name in ("closed", "open"))
        assert closed + still_open == count
    boards = (
        number["boards.leaders_board_secretary.count"],
        number["boards.leaders_board_mayor.count"],
    )
    assert sum(boards) == SYSTEMS["leaders_board"]
    assert number["systems.total.count"] == number["total.count"] == 31_681


@pytest.mark.parametrize("month", MONTHS)
def test_the_first_paragraph_reads_as_published(
    counted: dict[str, EditionFigures], month: str
) -> None:
    page = written(counted[month], month)
    (first,) = [block for block in page.blocks if isinstance(block, Paragraph)][:1]
    assert plain(first.pieces) == PARAGRAPHS[month]
    assert isinstance(page.blocks[-1], Table)


@pytest.mark.parametrize("month", MONTHS)
def test_the_published_paragraphs_of_the_tests_are_the_seeds(month: str) -> None:
    if not SEEDS.exists():
        pytest.skip("the seeds are not beside this checkout")
    seed = "".join((SEEDS / f"siping-{month}.txt").read_text("utf-8").split())
    paragraph = PARAGRAPHS[month]
    for (slipped, name), value in SLIPS.items():
        if slipped == month:
            paragraph = paragraph.replace(FIGURES[month][name], value)
    assert paragraph in seed


def written(figures: EditionFigures, month: str) -> Page:
    form: Form = figures.form
    edition = Edition(figures.period.starts_on, figures.period.ends_on, PUBLISHED_ON[month])
    picked = [Item(item.section, item.group, item.text) for item in items(month)]
    return write_page(form, figures.measured, edition, picked)
