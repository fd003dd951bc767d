"""The cases of today: work on every desk, every move of the table, and nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hotline.records.models import (
    Assignment,
    Case,
    Citizen,
    Conference,
    Contact,
    HotIssue,
    Instruction,
    JournalEntry,
    Ruling,
    Staff,
    Supervision,
)
from hotline.records.queries import queues
from hotline.records.queries.access import cases_for
from hotline.records.queries.queues import QUEUES, queue_counts
from hotline.records.queries.reference import forget
from hotline.records.sealing import unseal
from hotline.rules.life import MOVES, WITH_UNIT, Status
from hotline.rules.workdays import CHINA
from hotline.site.sample_city import sample_accounts
from hotline.steps.reading.read_arrivals import read_arrivals
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.sample.today import KEY, load_today
from hotline.steps.setup.sample.today_file import ScriptUnclear, minutes_of, read_today
from tests.sample_months import SIPING

SAMPLES = SIPING / "samples"
NOON = datetime(2026, 3, 12, 11, 10, tzinfo=CHINA)  # a Thursday, and no holiday before it
FEW, MANY = 2, 6
BY_THE_SYSTEM = {"share_answer"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Iterator[None]:
    load_city(read_folder(SIPING), at=NOON - timedelta(days=400), sample_password="only-for-tests")
    forget()
    yield
    forget()


@pytest.fixture
def today(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    see_on(NOON.date(), monkeypatch)
    assert load_today(SAMPLES, at=NOON) == len(read_today(SAMPLES).scripts)


def see_on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the queues be looked at on this day."""
    monkeypatch.setattr(queues.timezone, "localdate", lambda: day)


def desks() -> dict[str, dict[str, int]]:
    """What waits for the accounts that are shown to whoever starts the sample, one per role."""
    shown = Staff.objects.filter(username__in=[row.username for row in sample_accounts()])
    return {person.username: queue_counts(person) for person in shown}


def not_a_few(desks: dict[str, dict[str, int]]) -> list[tuple[str, str, int]]:
    """The queues that look empty or crowded."""
    return [
        (person, verb, number)
        for person, queues_of in desks.items()
        for verb, number in queues_of.items()
        if not FEW <= number <= MANY
    ]


@pytest.mark.usefixtures("today")
def test_every_queue_of_every_role_has_a_few_cases() -> None:
    counts = desks()
    assert {verb for queues_of in counts.values() for verb in queues_of} == set(QUEUES)
    assert not_a_few(counts) == []


@pytest.mark.usefixtures("today")
def test_every_unit_with_an_account_has_work() -> None:
    for person in Staff.objects.exclude(department=None):
        assert sum(queue_counts(person).values()) > 0


@pytest.mark.usefixtures("today")
def test_every_move_of_the_table_was_made() -> None:
    assert set(JournalEntry.objects.values_list("verb", flat=True)) == set(MOVES)


@pytest.mark.usefixtures("today")
def test_the_sample_people_made_every_move_but_what_follows_by_itself() -> None:
    unsigned = JournalEntry.objects.filter(by=None).values_list("verb", flat=True)
    assert set(unsigned) == BY_THE_SYSTEM


@pytest.mark.usefixtures("today")
def test_cases_stand_in_every_status() -> None:
    assert set(Case.objects.values_list("status", flat=True)) == {status.value for status in Status}


@pytest.mark.usefixtures("today")
def test_most_are_in_time_some_are_due_today_and_a_few_are_late() -> None:
    open_at_units = Case.objects.filter(status__in=sorted(WITH_UNIT), due_at__isnull=False)
    due = Counter(how_due(at) for at in open_at_units.values_list("due_at", flat=True))
    assert due["late"] in range(2, 6)
    assert due["today"] in range(2, 8)
    assert due["later"] > due["late"] + due["today"]


def how_due(at: datetime) -> str:
    if at < NOON:
        return "late"
    return "today" if at.astimezone(CHINA).date() == NOON.date() else "later"


@pytest.mark.usefixtures("today")
def test_what_the_two_sample_months_never_show_is_there() -> None:
    assert Ruling.objects.filter(rule__isnull=False, case__topic__code="010211").count() == 1
    assert Case.objects.filter(status="awaiting_ruling", topic__code="010211").count() == 1
    assert Assignment.objects.filter(part="assisting", ended_as="replied").count() >= 2
    assert Assignment.objects.filter(part="below", department__code="dizhi_street").count() == 2
    assert Case.objects.filter(status="joined", joined_to__title="村口路灯不亮").count() == 2
    assert Supervision.objects.filter(level="listed", ended_at=None).count() == 1
    assert Instruction.objects.count() == Conference.objects.count() == 1
    assert Case.objects.filter(confidential=True).exclude(accused=[]).count() == 1
    endings = set(Case.objects.exclude(closed_as="").values_list("closed_as", flat=True))
    assert endings == {
        *("answered", "transferred", "directed", "progress_told", "declined"),
        *("handled", "explained"),
    }


@pytest.mark.usefixtures("today")
def test_a_report_against_a_unit_is_not_seen_there() -> None:
    report = Case.objects.get(confidential=True)
    for username in ("clerk-dizhi", "clerk-tiexi", "taker"):
        person = Staff.objects.get(username=username)
        assert not cases_for(person).filter(pk=report.pk).exists()
    assert cases_for(Staff.objects.get(username="dispatcher")).filter(pk=report.pk).exists()


@pytest.mark.usefixtures("today")
def test_everything_happened_in_the_two_weeks_before_the_loading() -> None:
    many = [s.key for s in read_today(SAMPLES).scripts if s.by_the_wall]
    keys = Contact.objects.filter(key__in=[f"{KEY}{key}" for key in many]).values("case")
    moments = JournalEntry.objects.order_by("at").values_list("at", flat=True)
    first, last = moments.exclude(case__in=keys).first(), moments.last()
    assert first is not None
    assert last is not None
    assert NOON - timedelta(days=14) < first < last < NOON


@pytest.mark.usefixtures("today")
def test_no_telephone_number_can_be_dialled_and_no_text_is_left_open() -> None:
    rows = Citizen.objects.values_list("pk", "phone_sealed")
    phones = [unseal("citizen", "phone", pk, sealed) for pk, sealed in rows]
    assert [phone for phone in phones if not re.fullmatch(r"154\d{8}", phone)] == []
    assert Case.objects.filter(text="").count() == 0
    numbers = re.findall(r"\d{7,}", (SAMPLES / "today.toml").read_text("utf-8"))
    assert [number for number in numbers if not number.startswith("154")] == []


@pytest.mark.usefixtures("today")
def test_a_second_load_adds_nothing() -> None:
    before = Contact.objects.count(), JournalEntry.objects.count()
    assert load_today(SAMPLES, at=NOON + timedelta(days=30)) == 0
    assert (Contact.objects.count(), JournalEntry.objects.count()) == before


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 15, 14, 0, tzinfo=CHINA),  # a Sunday
        datetime(2026, 3, 16, 3, 0, tzinfo=CHINA),  # before the office opens
        datetime(2026, 3, 16, 8, 31, tzinfo=CHINA),
        datetime(2026, 3, 12, 23, 59, tzinfo=UTC),
        datetime(2026, 10, 6, 12, 0, tzinfo=CHINA),  # in the long holidays
        datetime(2026, 2, 28, 16, 59, tzinfo=CHINA),
    ],
)
@pytest.mark.usefixtures("city")
def test_every_desk_has_work_whenever_the_sample_is_started(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    see_on(at.astimezone(CHINA).date(), monkeypatch)
    assert load_today(SAMPLES, at=at) == Contact.objects.filter(key__startswith=KEY).count() > 0
    assert not_a_few(desks()) == []
    assert JournalEntry.objects.latest("at").at <= at


@pytest.mark.usefixtures("city")
def test_a_city_without_sample_people_gets_no_cases() -> None:
    Staff.objects.update(is_sample=False)
    assert load_today(SAMPLES, at=NOON) == 0
    assert Contact.objects.count() == 0


@pytest.mark.usefixtures("city")
def test_a_folder_without_the_file_has_no_cases() -> None:
    assert load_today(SIPING / "forms", at=NOON) == 0


@pytest.mark.parametrize(
    ("stretch", "minutes"), [("25m", 25), ("2h", 120), ("1d30m", 420), ("2d1h5m", 845)]
)
def test_a_stretch_of_time_is_counted_in_the_offices_days(stretch: str, minutes: int) -> None:
    assert minutes_of(stretch, 390) == minutes


@pytest.mark.parametrize("stretch", ["", "soon", "3", "1h1d"])
def test_what_is_no_stretch_of_time_is_refused(stretch: str) -> None:
    with pytest.raises(ScriptUnclear, match="no stretch of time"):
        minutes_of(stretch, 390)


def test_a_script_with_a_verb_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    text = (SAMPLES / "today.toml").read_text("utf-8").replace('"accept"', '"admit"', 1)
    (tmp_path / "today.toml").write_text(text, "utf-8")
    with pytest.raises(ScriptUnclear, match="sewer-back: no step is called 'admit'"):
        read_today(tmp_path)


@pytest.mark.usefixtures("today")
def test_what_many_say_is_a_burst_a_steady_trouble_and_one_persistent_caller() -> None:
    for _ in range(2):
        read_arrivals(at=NOON + timedelta(seconds=5))
    states = HotIssue.objects.filter(size__gt=4).values_list("place", "state", "size", "callers")
    assert set(states) == {
        ("澄湖家园", "burst", 7, 7),
        ("锦塘新城", "steady", 9, 1),
        ("松林雅苑", "persistent", 5, 1),
    }
