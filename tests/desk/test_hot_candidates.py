"""Hot issues feed the bulletin and the boards, honestly also when nobody groups any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hotline.records.models import BulletinItem, EngineSetting, HotIssue
from hotline.records.queries.reference import forget
from hotline.steps.issues.arranging import dismiss
from tests.bulletin_form import FIRST, MONTH, make_editor, make_form
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read
from tests.steps.issues import told as calls
from tests.steps.issues.told import many

pytestmark = pytest.mark.usefixtures("contexts")
HOME = f"/desk/bulletins/monthly/{MONTH}"


@pytest.fixture
def water(city: City) -> HotIssue:
    """Five people about the water, in the bulletin's month."""
    many(city, 5, FIRST + timedelta(days=3))
    calls.read(FIRST + timedelta(days=4))
    return calls.issue()


def test_a_hot_issue_of_the_month_is_picked_with_its_cases(
    city: City, sign_in: SignIn, water: HotIssue
) -> None:
    make_form()
    editor = sign_in(make_editor())
    assert editor.post(f"{HOME}/begin").status_code == 302
    page = editor.get(HOME, {"tab": "candidates"}).content.decode()
    assert f"<strong>{water.name}</strong>" in page
    given = {"issue": str(water.pk), "section": "prominent"}
    assert editor.post(f"{HOME}/pick-issue", given).status_code == 302
    item = BulletinItem.objects.get()
    assert item.text == f"本期集中反映“{water.name}”5件。［待补：主要问题］"
    assert {case.pk for case in item.cases.all()} == {m.case_id for m in water.members.all()}
    EngineSetting.objects.create(engine="issues", is_on=False)
    forget()
    assert "自动归并已停用" in editor.get(HOME, {"tab": "candidates"}).content.decode()


def test_what_a_person_dismissed_is_no_candidate(
    city: City, sign_in: SignIn, water: HotIssue
) -> None:
    make_form()
    editor = sign_in(make_editor())
    editor.post(f"{HOME}/begin")
    dismiss(water, note="演练", by=city.person("supervisor"), at=FIRST + timedelta(days=5))
    assert water.name not in editor.get(HOME, {"tab": "candidates"}).content.decode()
    editor.post(f"{HOME}/pick-issue", {"issue": str(water.pk), "section": "prominent"})
    assert BulletinItem.objects.count() == 0


def test_the_boards_show_what_is_hot(city: City, sign_in: SignIn) -> None:
    supervisor, leader = sign_in(city.person("supervisor")), sign_in(city.person("office_leader"))
    assert "现在没有热点和苗头" in read(supervisor.get("/desk/board")).text
    many(city, 6, timezone.now() - timedelta(hours=1))
    calls.read(timezone.now())
    name = calls.issue().name
    for client, address in ((supervisor, "/desk/board"), (leader, "/desk/leader")):
        block = read(client.get(address)).one("section", class_="hot-block")
        assert (name in block.text, "突发" in block.text) == (True, True)
