"""Hot issues: grouped, named, weighed, and followed as messages come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hotline.engines.alike.reading import Reading, read, read_all
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.finding import find_issues
from hotline.engines.issues.following import Following
from hotline.engines.issues.heat import heat_of
from hotline.engines.issues.issue import Course, Issue
from hotline.engines.issues.naming import spoken_of
from hotline.engines.issues.regrouping import Wall, regrouped
from hotline.engines.meaning import encoder
from hotline.engines.messages import Message
from tests.engines.invented import FIRST_DAY, HEATING_IDS, MIXER_IDS, SCHOOL_IDS, messages


def found(told: list[Message]) -> dict[tuple[str, ...], Issue]:
    """The issues of these messages by their members."""
    return {issue.members: issue for issue in find_issues(told, encoder=encoder())}


def test_each_concern_is_an_issue_and_single_messages_are_none() -> None:
    assert set(found(messages())) == {HEATING_IDS, MIXER_IDS, SCHOOL_IDS}


def test_the_end_that_glued_names_share_is_spoken_of() -> None:
    told = [
        read(Message("1", "星河四区凉亭路旧城改造何时开始")),
        read(Message("2", "星河凉亭路旧城改造拖到何年")),
        read(Message("3", "星河镇四区凉亭路改造停工")),
    ]
    assert "凉亭路" in spoken_of(told, Usual.of(told))


def test_groups_begun_apart_belong_together_unless_a_wall_stands_between() -> None:
    told = [each for each in messages() if each.id in MIXER_IDS]
    readings, groups = [read(each) for each in told], [each.id for each in told]
    (together,) = regrouped(readings, groups, Wall())
    assert set(together.groups) == set(MIXER_IDS)
    first, other, *_ = groups
    assert not any(
        {first, other} <= set(one.groups)
        for one in regrouped(readings, groups, Wall({frozenset((first, other))}))
    )
    assert regrouped(readings, groups, Wall(arranged=groups)) == []


def test_an_issue_is_named_by_its_members_place_and_trouble() -> None:
    mixer = found(messages())[MIXER_IDS]
    assert "柳溪新城" in mixer.name
    assert "搅拌站" in mixer.name
    assert mixer.places == ("柳溪新城",)


def test_a_name_tells_no_person() -> None:
    told = [
        replace(each, title=f"甄示例先生反映{each.title}") if each.id in MIXER_IDS else each
        for each in messages()
    ]
    assert all("甄示例" not in issue.name for issue in find_issues(told, encoder=encoder()))


def test_the_heat_is_the_sum_of_its_parts() -> None:
    heat = found(messages())[HEATING_IDS].heat
    assert (heat.messages, heat.callers, heat.busiest) == (4, 4, 4)
    assert heat.total == round(sum(points for _, points in heat.points), 1)


def test_many_callers_weigh_more_than_one_who_writes_often() -> None:
    told = messages()[:4]
    one = [replace(each, caller="same") for each in told]
    assert heat_of(told, timedelta(days=60)).total > heat_of(one, timedelta(days=60)).total


def test_one_caller_who_writes_often_is_marked() -> None:
    told = [replace(each, caller="same") if each.id in HEATING_IDS else each for each in messages()]
    issues = found(told)
    assert issues[HEATING_IDS].is_persistent
    assert not issues[MIXER_IDS].is_persistent


def test_one_text_of_several_callers_is_a_campaign() -> None:
    first = messages()[0]
    copies = [replace(first, id=f"copy{i}", caller=f"copier{i}") for i in range(3)]
    marked = [issue for issue in find_issues([*messages(), *copies]) if issue.is_campaign]
    assert [{"copy0", "copy1", "copy2"} <= set(issue.members) for issue in marked] == [True]


def test_a_burst_is_told_from_what_goes_on_for_months() -> None:
    slow = [
        replace(each, at=FIRST_DAY + timedelta(days=40 * place))
        for place, each in enumerate(messages()[:4])
    ]
    issues = found([*slow, *messages()[4:]])
    assert issues[HEATING_IDS].course == Course.STEADY
    assert found(messages())[HEATING_IDS].course == Course.BURST


def test_copies_of_one_text_do_not_hide_what_says_the_same_in_other_words() -> None:
    def times(which: Sequence[Message], count: int) -> list[Message]:
        return [
            replace(each, id=f"{each.id}-{number}", caller=f"{each.id}-{number}")
            for number in range(count)
            for each in which
        ]

    many = times(messages()[:4], 30)
    issues = find_issues([*many, *times(messages()[4:], 250)])
    members = next(issue.members for issue in issues if many[0].id in issue.members)
    assert set(members) == {each.id for each in many}


def test_an_issue_without_titles_is_named_by_its_words() -> None:
    told = [replace(each, title="") for each in messages()[4:7]]
    issue = find_issues([*told, *messages()[7:]], encoder=encoder())[0]
    assert "搅拌站" in issue.name


def test_no_messages_make_no_issues() -> None:
    assert find_issues([]) == []


def following() -> tuple[Following, list[Reading]]:
    """Two open issues, and all readings."""
    readings = read_all(messages(), encoder())
    followed = Following(Usual.of(readings))
    followed.follow("heating", readings[:3])
    followed.follow("mixer", readings[4:6])
    return followed, readings


def test_a_new_message_finds_its_issue_or_none() -> None:
    followed, readings = following()
    told = [followed.belonging(readings[place]) for place in (3, 6, 7, 12)]
    assert [each and each.issue for each in told] == ["heating", "mixer", None, None]


def test_a_closed_issue_takes_no_more() -> None:
    followed, readings = following()
    followed.forget("heating")
    assert followed.belonging(readings[3]) is None


def test_an_issue_keeps_a_dozen_members_at_most() -> None:
    followed, _ = following()
    for number in range(40):
        followed.take("mixer", read(replace(messages()[4], id=f"again{number}")))
    assert len(followed.spokesmen("mixer")) == 12
