"""What citizens propose is shown to the editor in their own words; well-handled cases by fact."""

from __future__ import annotations

from datetime import timedelta

from hotline.records.models import BulletinItem, Callback, Case
from hotline.rules.life import Status
from tests.desk.test_studio import FIRST, HOME, Desk, desk
from tests.factories import City, case_at

__all__ = ["desk"]
SAID = "建议在示例路口增设红绿灯。电话15400000001，甄示例先生。"


def proposing(city: City, count: int) -> list[Case]:
    return [
        case_at(
            city, Status.CLOSED, at=FIRST + timedelta(hours=hour), title="关于路口的建议",
            text=SAID if hour % 2 else "希望示例路口能增设一个红绿灯",
        )
        for hour in range(count)
    ]  # fmt: skip


def test_the_same_proposal_is_one_line_with_its_words_and_cases(city: City, desk: Desk) -> None:
    cases = proposing(city, 3)
    page = desk.page("candidates")
    assert all(case.number in page for case in cases)
    assert ("增设一个红绿灯" in page, "15400000001" in page) == (True, False)


def test_a_proposal_is_picked_with_its_cases(city: City, desk: Desk) -> None:
    cases = proposing(city, 2)
    page = desk.page("candidates")
    key = page.split('name="proposal" value="')[1].split('"')[0]
    given = {"of": "proposals", "proposal": key, "section": "prominent"}
    desk.editor.post(f"{HOME}/pick-group", given)
    item = BulletinItem.objects.get()
    assert (item.section, {case.pk for case in item.cases.all()}) == (
        "prominent",
        {case.pk for case in cases},
    )
    assert item.text.endswith("（2件）。")


def test_a_proposal_that_is_gone_says_so(desk: Desk) -> None:
    answer = desk.editor.post(
        f"{HOME}/pick-group", {"of": "proposals", "proposal": "x"}, follow=True
    )
    assert "这一组现在没有了" in answer.content.decode()


def test_a_confidential_proposal_is_not_shown(city: City, desk: Desk) -> None:
    proposing(city, 2)
    Case.objects.filter(title__contains="建议").update(confidential=True)
    assert "本期没有从来件中读出建议" in desk.page("candidates")


def test_a_case_that_was_quick_for_its_like_says_by_how_much(city: City, desk: Desk) -> None:
    for _ in range(6):
        case = case_at(city, Status.CLOSED, at=FIRST, topic="010216")
        Case.objects.filter(pk=case.pk).update(
            accepted_at=FIRST, closed_at=FIRST + timedelta(days=6)
        )
    Case.objects.filter(pk=case.pk).update(closed_at=FIRST + timedelta(hours=20))
    facts = {"reached": True, "solved": "yes", "handling_rating": "satisfied"}
    Callback.objects.create(case=case, tried_at=case.moved_at, **facts)
    assert "用时 20 小时，同类半数用 6.0 天 以上" in desk.page("candidates")
