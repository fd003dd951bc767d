"""The cases of the sample months: whole lives, invented words, nobody's telephone number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from random import Random

import pytest
from django.db.models import Count, F, Max

from hotline.records.models import Assignment, Callback, Case, Citizen, Contact, JournalEntry
from hotline.records.sealing import unseal
from hotline.rules.life import MOVES
from hotline.rules.workdays import CHINA
from hotline.site.environment import ROOT
from hotline.steps.setup.sample.acts import Act, acts_of
from hotline.steps.setup.sample.city import city_on
from hotline.steps.setup.sample.items import items
from hotline.steps.setup.sample.load import DONE_BY, load_samples
from hotline.steps.setup.sample.margins import Month, read_months
from hotline.steps.setup.sample.plans import Plan
from hotline.steps.setup.sample.themes import read_words
from tests.published import FIGURES, MONTHS
from tests.sample_months import SIPING, loaded_months  # noqa: F401 - the fixture

SAMPLES = SIPING / "samples"
READ = {month.month: month for month in read_months(SAMPLES)}
SEEDS = ROOT.parent / "shared" / "seeds"
COPIED = 12  # as many characters in a row are a copy
HOUSE_NUMBER = re.compile(r"\d+\s*(号楼|栋|单元|室|号院)|\d{7,}")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_months"),
    pytest.mark.xdist_group("sample months"),
]


@pytest.mark.parametrize("month", MONTHS)
def test_the_slips_of_the_file_are_no_figures_of_ours(month: str) -> None:
    assert [
        name for name, value in READ[month].slips.items() if FIGURES[month][name] == value
    ] == []


def test_a_second_load_changes_nothing() -> None:
    before = Contact.objects.count(), JournalEntry.objects.count()
    assert load_samples(lambda done, total, month: pytest.fail("nothing is to do")) == ()
    assert (Contact.objects.count(), JournalEntry.objects.count()) == before


# The months are played along the main path only: what leaves it would leave the published numbers.
PLAYED = {
    *("register", "classify", "answer", "accept", "dispatch", "sign", "reply", "send_back"),
    *("review", "call_back", "try_call_back", "handle_again", "explain", "close"),
    "approve",
}


def test_every_verb_of_the_main_path_is_used() -> None:
    assert set(JournalEntry.objects.values_list("verb", flat=True).distinct()) == PLAYED
    assert set(MOVES) > PLAYED


def test_every_case_has_a_journal_entry_for_each_version() -> None:
    counted = Case.objects.annotate(entries=Count("journal"), last=Max("journal__seq"))
    assert not counted.exclude(entries=F("version"), last=F("version")).exists()


def test_every_case_of_a_call_arrived_by_one_contact() -> None:
    cases = Contact.objects.filter(case__isnull=False)
    assert cases.count() == Case.objects.count() == cases.values("case").distinct().count()
    assert set(cases.values_list("outcome", flat=True)) == {"case"}


@pytest.mark.parametrize("month", MONTHS)
def test_calls_without_a_case_say_what_became_of_them(month: str) -> None:
    first = READ[month].calls.starts_on
    calls = Contact.objects.filter(arrived_at__month=first.month, arrived_at__year=first.year)
    without = calls.filter(channel__code="telephone", case=None)
    outcomes = Counter(without.values_list("outcome", flat=True))
    assert set(outcomes) == {"question_answered", "repeat", "silent", "invalid"}
    assert outcomes.total() == {"2020-02": 8570 - 6610, "2022-04": 36_482 - 29_447}[month]


@pytest.mark.parametrize("month", MONTHS)
def test_everything_happened_before_the_bulletin(month: str) -> None:
    year = READ[month].calls.starts_on.year
    last = JournalEntry.objects.filter(at__year=year).latest("at").at
    assert last <= datetime.combine(READ[month].published_on, DONE_BY, CHINA)


def test_a_case_is_left_open_for_a_reason() -> None:
    still_open = Counter(Case.objects.exclude(status="closed").values_list("status", flat=True))
    assert still_open.total() == 38 + 2 + 61
    assert set(still_open) == {
        *("awaiting_signature", "in_handling", "awaiting_review"),
        *("awaiting_callback", "called_back"),
    }


def test_units_work_mostly_in_office_hours_and_in_time() -> None:
    replied = Assignment.objects.filter(replied_at__isnull=False)
    hours = Counter(
        at.astimezone(CHINA).hour for at in replied.values_list("replied_at", flat=True)
    )
    in_hours = sum(number for hour, number in hours.items() if 8 <= hour < 17)
    in_time = Assignment.objects.filter(signed_at__lte=F("sign_due_at")).count()
    assert in_hours > 0.95 * hours.total()
    assert 0.95 * replied.count() < in_time < replied.count()


def test_ratings_are_given_refused_and_bad() -> None:
    ratings = Counter(Callback.objects.values_list("handling_rating", flat=True))
    assert set(ratings) == {
        *("very_satisfied", "satisfied", "basically", "dissatisfied"),
        *("no_rating", ""),
    }
    assert ratings["no_rating"] > 500
    assert ratings["dissatisfied"] > 100
    assert Assignment.objects.filter(round=2).count() > 50


def test_no_telephone_number_can_be_dialled() -> None:
    rows = Citizen.objects.values_list("pk", "phone_sealed")
    phones = [unseal("citizen", "phone", pk, sealed) for pk, sealed in rows.iterator()]
    assert len(phones) > 30_000
    assert [phone for phone in phones if not re.fullmatch(r"154\d{8}", phone)] == []


def test_some_people_call_more_than_once() -> None:
    calls = Counter(Contact.objects.exclude(citizen=None).values_list("citizen", flat=True))
    assert max(calls.values()) > 1
    assert sum(number > 1 for number in calls.values()) > 2000


def test_texts_are_many_and_leave_nothing_to_fill_in() -> None:
    texts = set(Case.objects.values_list("text", flat=True))
    assert len(texts) > 20_000
    assert len(read_words(SAMPLES).themes) >= 60
    assert [text for text in texts if "{" in text or "}" in text] == []


def test_who_wrote_did_not_call() -> None:
    written = Case.objects.exclude(channel__code="telephone").values_list("text", flat=True)
    assert [text for text in written if "来电" in text.replace("来电说", "")][:3] == []


def test_nothing_is_copied_from_the_bulletins() -> None:
    if not SEEDS.exists():
        pytest.skip("the bulletins are not beside this checkout")
    copied = set()
    for path in SEEDS.glob("*.txt"):
        copied |= runs("".join(path.read_text("utf-8").split()))
    assert sorted({run for text in all_texts() for run in runs(text) & copied}) == []


def all_texts() -> Iterator[str]:
    """Every text that the load wrote, and every text that it could draw from."""
    yield from Case.objects.values_list("text", flat=True).distinct()
    yield from Case.objects.values_list("answer", flat=True).distinct()
    yield from Assignment.objects.values_list("handling", flat=True).distinct()
    yield from JournalEntry.objects.values_list("note", flat=True).distinct()
    yield from Contact.objects.values_list("text", flat=True).distinct()
    for path in SAMPLES.glob("*.toml"):
        yield from re.findall(r'"([^"]+)"', path.read_text("utf-8").replace("\\\n", ""))


def runs(text: str) -> set[str]:
    return {text[at : at + COPIED] for at in range(len(text) - COPIED + 1)}


@pytest.mark.parametrize("month", MONTHS)
def test_every_pick_of_the_editor_is_a_case_of_the_month(month: str) -> None:
    picks = items(month)
    sections = Counter(pick.section for pick in picks)
    assert set(sections) == {"prominent", "suggestions", "well_handled"}
    assert min(sections.values()) >= 4
    for pick in picks:
        case = pick.case()
        assert case is not None
        assert (case.status, f"{case.accepted_at:%Y-%m}") == ("closed", month)


@pytest.mark.parametrize("month", MONTHS)
def test_the_picks_name_no_house_and_no_number(month: str) -> None:
    assert [pick.text for pick in items(month) if HOUSE_NUMBER.search(pick.text)] == []


def test_a_month_without_samples_has_no_picks() -> None:
    assert items("2021-01") == ()


@pytest.mark.parametrize("month", MONTHS)
def test_the_same_seed_gives_the_same_month(month: str) -> None:
    first, second = planned(READ[month]), planned(READ[month])
    assert first == second
    assert len(first) == READ[month].arrivals


def planned(month: Month) -> list[tuple[object, ...]]:
    words = read_words(SAMPLES)
    acts = acts_of(month, words, city_on(month.calls.starts_on), Random(month.seed))
    return [facts(act) for act in acts]


def facts(act: Act) -> tuple[object, ...]:
    if not isinstance(act.what, Plan):
        return act.at, act.key, act.what.code
    plan = act.what
    return act.at, act.key, plan.theme.code, plan.kind, plan.unit, plan.fate, plan.channel
