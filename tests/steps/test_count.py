"""Count: figures frozen with their definitions and a digest that anyone can make again."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from typing import Any

import pytest

from hotline.records.models import BulletinLine, Department, Figures, Staff, Topic, TopicTree
from hotline.records.queries.figures import month_figures
from hotline.records.queries.frozen import counted_again
from hotline.records.queries.reference import forget
from hotline.rules.counting import as_data
from hotline.rules.permits import NotPermitted
from hotline.steps.count import count, figures_digest
from tests.factories import City
from tests.records.month import BODY, editor, make_form
from tests.steps.acts import act
from tests.steps.cases import LATER, walked

NOW = LATER + timedelta(days=1)
HOUR = timedelta(hours=1)
WEST = timezone(timedelta(hours=-7))


def named(frozen: Figures) -> dict[str, dict[str, Any]]:
    """The frozen values by the names of their figures."""
    return {row["name"]: row for row in frozen.values}


@pytest.fixture
def by(city: City) -> Staff:
    make_form(city)
    walked(city, "closed")
    return editor()


def test_frozen_figures_keep_everything(by: Staff) -> None:
    frozen = count(month_figures("2022-04", NOW), by=by, at=LATER)
    stored = Figures.objects.get()
    assert (stored.pk, stored.starts_on.isoformat(), stored.ends_on.isoformat()) == (
        frozen.pk,
        "2022-04-01",
        "2022-04-30",
    )
    assert (stored.as_of, stored.counted_at, stored.counted_by) == (NOW, LATER, by)
    assert (stored.definitions, stored.form.body) == (BODY, BODY)
    assert named(stored)["total.count"] == {
        "name": "total.count",
        "label": "受理件数",
        "value": "1",
        "numerator": 1,
        "denominator": None,
    }


@pytest.mark.parametrize("zone", [UTC, WEST, LATER.tzinfo])
def test_the_digest_can_be_made_again_from_what_is_stored(by: Staff, zone: timezone) -> None:
    count(month_figures("2022-04", NOW.astimezone(zone)), by=by, at=LATER)
    stored = Figures.objects.get()
    assert stored.digest == figures_digest(
        stored.values, stored.definitions, stored.as_of, stored.words
    )


def test_the_digest_changes_with_values_definitions_and_moment() -> None:
    value = [{"name": "x", "numerator": 1}]
    made = {
        figures_digest(value, {"a": 1}, NOW),
        figures_digest([{"name": "x", "numerator": 2}], {"a": 1}, NOW),
        figures_digest(value, {"a": 2}, NOW),
        figures_digest(value, {"a": 1}, NOW + timedelta(microseconds=1)),
    }
    assert (len(made), {len(each) for each in made}) == (4, {64})


def test_the_digest_does_not_change_with_the_order_of_keys() -> None:
    assert figures_digest([], {"a": 1, "b": 2}, NOW) == figures_digest([], {"b": 2, "a": 1}, NOW)


def test_figures_of_an_earlier_moment_can_be_frozen(by: Staff) -> None:
    month = month_figures("2022-04", NOW, as_of=LATER - timedelta(hours=2))
    frozen = count(month, by=by, at=NOW)
    assert frozen.as_of == LATER - timedelta(hours=2)
    assert named(frozen)["total.count"]["numerator"] == 0


def test_who_may_not_count_is_refused(city: City, by: Staff) -> None:
    with pytest.raises(NotPermitted):
        count(month_figures("2022-04", NOW), by=city.person("call_taker"), at=LATER)
    assert Figures.objects.count() == 0


def test_nothing_later_changes_a_frozen_count_and_it_can_be_made_again(
    city: City, by: Staff
) -> None:
    walked(city, "closed", unit="west")
    late = walked(city, "in_handling", unit="east_street")
    frozen = count(month_figures("2022-04", NOW), by=by, at=NOW)
    before = (frozen.values, frozen.digest)
    act(city, "classify", late, topic=city.topics["0201"], kind=city.kinds["help"], at=NOW + HOUR)
    Department.objects.filter(code="east").update(name="新区", successor=city.units["west"])
    Department.objects.filter(code="east_street").update(parent=city.units["west"])
    tree = TopicTree.objects.create(code="next", valid_from=NOW.date())
    Topic.objects.create(tree=tree, code="010214", name="改名", path=["99", "010214"])
    Topic.objects.filter(code="010214").exclude(tree=tree).update(path=["98", "010214"])
    BulletinLine.objects.update(topics=["98"])
    forget()
    stored = Figures.objects.get()
    assert (stored.values, stored.digest) == before
    again = counted_again(stored)
    assert again == stored.values
    assert figures_digest(again, stored.definitions, stored.as_of, stored.words) == stored.digest
    assert [
        as_data(row) for row in month_figures("2022-04", NOW).measured.figures.values()
    ] != again
