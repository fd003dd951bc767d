"""Comments: who sees them, who can be called, what is kept of them; one test for each wall."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from hotline.records.models import Case, Comment, CommentText, Notice, Staff
from hotline.records.queries.access import cases_for, sees
from hotline.records.queries.comments import comments_on
from hotline.records.queries.mentionable import mentionable
from hotline.records.queries.notices import notices_for, unread_for
from hotline.records.scope import scoped_for
from hotline.rules.life import Status
from hotline.steps.moving import Refused
from hotline.steps.talking.comment import comment
from hotline.steps.talking.rewrite_comment import rewrite_comment
from hotline.steps.talking.withdraw_comment import withdraw_comment
from tests.factories import City, make_staff
from tests.steps.cases import LATER, walked


@pytest.fixture
def case(city: City) -> Case:
    """A case that the unit 汀东区 has in hand, with people all round."""
    city.person("dispatcher", name="甄派单")
    city.person("supervisor", name="甄督办")
    city.person("reviewer", name="甄审核")
    city.person("unit_clerk", "east", name="甄经办")
    city.person("unit_clerk", "west", name="甄旁人")
    return walked(city, Status.IN_HANDLING)


def say(city: City, case: Case, text: str, *, who: str = "dispatcher", **facts: object) -> Comment:
    """Somebody says something."""
    by = city.person(who, "east" if who == "unit_clerk" else "")
    return comment(case, text=text, by=by, at=LATER, **facts).comment  # type: ignore[arg-type]


def told(row: Notice) -> str:
    """Whom a notice is for."""
    return row.staff.name if row.staff else row.department.name if row.department else ""


def test_who_may_see_a_case_is_asked_alike_of_one_and_of_many(city: City, case: Case) -> None:
    west = city.units["west"]
    people = [
        *(city.person(role) for role in ("dispatcher", "supervisor", "reviewer", "audit_admin")),
        *(city.person("unit_clerk", unit) for unit in ("east", "west", "east_street")),
        make_staff("nowhere", roles=[city.roles["unit_clerk"]]),
        make_staff("of-west", roles=[city.roles["dispatcher"]], unit=west),
    ]
    differ = []
    for hidden, accused, aside in product((False, True), ([], [west.pk]), ([], [people[0].pk])):
        facts = {"confidential": hidden, "accused": accused, "stepped_aside": aside}
        Case.objects.filter(pk=case.pk).update(**facts)
        now = Case.objects.get(pk=case.pk)
        asked = {person: cases_for(person).filter(pk=case.pk).exists() for person in people}
        differ += [(who.username, facts) for who, may in asked.items() if sees(who, now) != may]
    assert differ == []


def test_only_people_who_see_the_case_can_be_called(city: City, case: Case) -> None:
    found = mentionable(case)
    people = {name for name, row in found.items() if row.kind == "person"}
    assert {"甄派单", "甄督办", "甄经办"} <= people
    assert "甄旁人" not in people
    assert {name for name, row in found.items() if row.kind == "unit"} == {"汀东区政府"}
    Case.objects.filter(pk=case.pk).update(confidential=True)
    left = {row.name for row in mentionable(Case.objects.get(pk=case.pk)).values()}
    assert ("甄派单" in left, "甄督办" in left) == (True, False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@甄旁人 请看", "“甄旁人”不是能看到这件工单的人、单位或岗位，不能提及"),
        ("@甄经办 请看", "“甄经办”看不到仅热线办公室可见的留言"),
        ("@汀东区政府 请看", "“汀东区政府”看不到仅热线办公室可见的留言"),
        ("  ", "请写留言的内容"),
        ("长" * 1001, "留言最多 1000 字"),
    ],
)
def test_what_will_not_do_is_refused_with_a_sentence(
    city: City, case: Case, text: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        say(city, case, text)
    assert (Comment.objects.count(), Notice.objects.filter(act="mention").count()) == (0, 0)


def test_whom_it_calls_is_told_once_and_the_author_is_not(city: City, case: Case) -> None:
    say(city, case, "@甄经办 @甄派单 @督办员 @汀东区政府 @甄督办 请一起看。", for_units=True)
    rows = Notice.objects.filter(act="mention")
    assert sorted(map(told, rows)) == ["汀东区政府", "甄督办", "甄经办"]
    clerk = city.person("unit_clerk", "east")
    assert unread_for(clerk).filter(act="mention").count() == 2
    assert not notices_for(city.person("unit_clerk", "west")).exists()
    assert not notices_for(city.person("reviewer")).filter(act="mention").exists()


def test_no_unit_sees_what_the_office_says_among_itself(city: City, case: Case) -> None:
    say(city, case, "@甄督办 单位多次拖延。")
    open_one = say(city, case, "请尽快。", for_units=True)
    own = say(city, case, "明天去看。", who="unit_clerk")
    clerk = city.person("unit_clerk", "east")
    assert [row.comment for row in comments_on(case, clerk)] == [open_one, own]
    assert len(comments_on(case, city.person("reviewer"))) == 3


def test_the_database_itself_keeps_them_from_units(city: City, case: Case) -> None:
    say(city, case, "@甄督办 单位多次拖延。")
    say(city, case, "请尽快。", for_units=True)
    seen = {}
    for unit in ("east", "west"):
        with scoped_for(city.person("unit_clerk", unit)):
            seen[unit] = (
                Comment.objects.count(),
                CommentText.objects.count(),
                Notice.objects.filter(act="mention").count(),
            )
    assert seen == {"east": (1, 1, 0), "west": (0, 0, 0)}


def test_a_unit_speaks_within_its_wall(city: City, case: Case) -> None:
    with scoped_for(city.person("unit_clerk", "east")):
        said = say(city, case, "@甄派单 已到现场。", who="unit_clerk")
    assert (said.for_units, told(Notice.objects.get(act="mention"))) == (True, "甄派单")


def test_who_does_not_see_the_case_cannot_comment(city: City, case: Case) -> None:
    with pytest.raises(Refused, match="您看不到这件工单"):
        comment(case, text="在吗", by=city.person("unit_clerk", "west"), at=LATER)


def test_better_words_keep_the_old_ones_and_tell_only_who_is_new(city: City, case: Case) -> None:
    said = say(city, case, "@甄督办 请看。")
    by, later = city.person("dispatcher"), LATER + timedelta(minutes=5)
    rewrite_comment(said, text="@甄督办 @甄审核 请看照片。", by=by, at=later)
    rewrite_comment(said, text="@甄督办 @甄审核 请看照片。", by=by, at=later)
    (kept,) = comments_on(case, by)
    assert [row.text for row in kept.texts] == ["@甄督办 请看。", "@甄督办 @甄审核 请看照片。"]
    assert sorted(map(told, Notice.objects.filter(act="mention"))) == ["甄审核", "甄督办"]


def test_a_comment_is_withdrawn_by_its_author_and_its_notices_go(city: City, case: Case) -> None:
    said = say(city, case, "@甄督办 请看。")
    supervisor = city.person("supervisor")
    with pytest.raises(Refused, match="只有写留言的本人"):
        withdraw_comment(said, by=supervisor, at=LATER)
    withdraw_comment(said, by=said.by, at=LATER)
    with pytest.raises(Refused, match="已经撤回"):
        rewrite_comment(said, text="又来", by=said.by, at=LATER)
    assert not notices_for(supervisor).filter(act="mention").exists()
    assert Comment.objects.get(pk=said.pk).withdrawn_at == LATER


@pytest.mark.parametrize("statement", ["UPDATE {} SET text = 'x'", "DELETE FROM {}"])
def test_the_database_lets_nobody_edit_a_text(city: City, case: Case, statement: str) -> None:
    say(city, case, "请看。")
    with (
        pytest.raises(DatabaseError, match="append only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("records_commenttext"))


def test_two_people_of_one_name_are_told_apart(city: City, case: Case) -> None:
    make_staff("twin", roles=[city.roles["reviewer"]], name="甄督办")
    calls = [name for name, row in mentionable(case).items() if row.kind == "person"]
    assert sorted(name for name in calls if name.startswith("甄督办")) == [
        "甄督办（twin）",
        "甄督办（热线办公室）",
    ]
    assert isinstance(mentionable(case)["甄督办（twin）"].people[0], Staff)
