"""Quality samples: drawn by lot so that it can be shown, scored by others, corrected openly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hotline.records.models import Case, QualityCheck, QualitySample, QualityScore
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.quality.draw_sample import Among, draw_sample, drawn_by_lot
from hotline.steps.quality.score_check import score_check
from hotline.steps.storing.book import LostRace
from tests.factories import City, case_at, make_role, make_staff

SHEET = [
    {"code": "registration", "name": "登记完整", "points": 60, "order": 10},
    {"code": "reply", "name": "答复有据", "points": 40, "order": 20},
]
FULL = {"registration": 60, "reply": 40}
AT = datetime(2026, 3, 20, 2, tzinfo=UTC)
MARCH = Among(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def sheet(city: City) -> City:
    """The city with a score sheet and somebody who samples."""
    city.office.rules["score_sheet"] = SHEET
    city.office.save()
    role = make_role("inspector", "质检员", ["sample_quality", "see_all_cases", "close"])
    city.staff["inspector"] = make_staff("inspector", roles=[role])
    forget()
    return city


def closed(city: City, **facts: Any) -> Case:
    """A case closed in March."""
    return case_at(city, Status.CLOSED, at=AT.replace(day=10), **facts)


def drawn(city: City, among: Among = MARCH, size: int = 2, seed: str = "abc") -> QualitySample:
    """A sample of these cases."""
    return draw_sample(among, size=size, seed=seed, by=city.staff["inspector"], at=AT)


def numbers(sample: QualitySample) -> list[str]:
    """The drawn cases in their order."""
    return list(sample.checks.order_by("place").values_list("case__number", flat=True))


def test_a_draw_can_be_done_again_by_whoever_has_the_seed(sheet: City) -> None:
    cases = [closed(sheet).number for _ in range(4)]
    case_at(sheet, Status.AWAITING_CALLBACK, at=AT.replace(day=10))
    sample = drawn(sheet)
    assert numbers(sample) == drawn_by_lot(cases, "abc")[:2]
    assert (sample.population, sample.sheet) == (4, SHEET)
    assert numbers(drawn(sheet, seed="xyz")) == drawn_by_lot(cases, "xyz")[:2]


def test_a_draw_is_narrowed_to_unit_person_and_kind(sheet: City) -> None:
    east, _ = closed(sheet), closed(sheet, unit="west")
    asked = closed(sheet, kind="help")
    unit = Among(MARCH.starts_on, MARCH.ends_on, unit=sheet.units["east"])
    assert sorted(numbers(drawn(sheet, unit, 9))) == sorted([east.number, asked.number])
    kind = Among(MARCH.starts_on, MARCH.ends_on, kind=sheet.kinds["help"])
    assert numbers(drawn(sheet, kind, 9)) == [asked.number]
    clerk = Among(MARCH.starts_on, MARCH.ends_on, agent=sheet.person("unit_clerk", "west"))
    assert drawn(sheet, clerk, 9).population == 1


@pytest.mark.parametrize(
    ("among", "size", "field"),
    [
        (Among(date(2026, 3, 2), date(2026, 3, 1)), 1, "ends_on"),
        (Among(date(2024, 3, 2), date(2026, 3, 1)), 1, "ends_on"),
        (Among(date(2026, 4, 1), date(2026, 4, 2)), 1, "starts_on"),
        (MARCH, 0, "size"),
        (MARCH, 201, "size"),
        (MARCH, 1, "starts_on"),
    ],
)
def test_what_cannot_be_drawn_is_refused(sheet: City, among: Among, size: int, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        drawn(sheet, among, size)
    assert (refusal.value.field, QualitySample.objects.count()) == (field, 0)


def test_a_correction_says_why_and_keeps_the_first_sheet(sheet: City) -> None:
    closed(sheet)
    check, by = QualityCheck.objects.get(sample=drawn(sheet)), sheet.staff["inspector"]
    score_check(check, points={**FULL, "reply": 30}, findings="没有依据", by=by, at=AT)
    check.refresh_from_db()
    with pytest.raises(Refused, match="请写明原因"):
        score_check(check, points=FULL, by=by, at=AT)
    score_check(check, points=FULL, reason="依据在附件里", by=by, at=AT)
    check.refresh_from_db()
    assert (check.score, check.times) == (100, 2)
    kept = QualityScore.objects.order_by("pk").values_list("total", "findings", "reason")
    assert list(kept) == [(90, "没有依据", ""), (100, "", "依据在附件里")]


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ({"registration": 60}, "reply"),
        ({**FULL, "reply": 41}, "reply"),
        ({**FULL, "reply": -1}, "reply"),
        ({**FULL, "reply": 39}, "findings"),
    ],
)
def test_a_sheet_that_is_not_right_is_refused(
    sheet: City, points: dict[str, int], field: str
) -> None:
    closed(sheet)
    check = QualityCheck.objects.get(sample=drawn(sheet))
    with pytest.raises(Refused) as refusal:
        score_check(check, points=points, by=sheet.staff["inspector"], at=AT)
    assert refusal.value.field == field


def test_nobody_scores_their_own_work_and_nobody_without_the_permit(sheet: City) -> None:
    permits = ["sample_quality", "call_back", "close", "see_all_cases"]
    both = make_staff("both", roles=[make_role("both", "回访兼质检", permits)])
    sheet.staff["inspector"] = sheet.staff["callback_agent"] = both
    closed(sheet)
    check = QualityCheck.objects.get(sample=drawn(sheet))
    with pytest.raises(Refused, match="不能给自己打分"):
        score_check(check, points=FULL, by=sheet.staff["inspector"], at=AT)
    with pytest.raises(NotPermitted):
        score_check(check, points=FULL, by=sheet.person("dispatcher"), at=AT)


def test_of_two_who_score_at_once_the_second_is_told(sheet: City) -> None:
    closed(sheet)
    check, by = QualityCheck.objects.get(sample=drawn(sheet)), sheet.staff["inspector"]
    stale = QualityCheck.objects.get(pk=check.pk)
    score_check(check, points=FULL, by=by, at=AT)
    with pytest.raises(LostRace):
        score_check(stale, points=FULL, by=by, at=AT)
