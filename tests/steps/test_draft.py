"""Draft: a month's bulletin is begun once; its items are picked, changed, ordered, dropped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hotline.records.models import Bulletin, BulletinEntry, BulletinItem, Staff
from hotline.rules.permits import NotPermitted
from hotline.steps.draft import begin, drop, pick, rewrite, shift
from hotline.steps.moving import Refused
from hotline.steps.publish import publish, withdraw
from hotline.steps.storing.book import LostRace
from hotline.steps.submit import submit
from tests.factories import City
from tests.records.month import editor, make_form
from tests.steps.cases import LATER, china, walked

MARCH = "2022-03"


@pytest.fixture
def by(city: City) -> Staff:
    make_form(city)
    return editor()


@pytest.fixture
def bulletin(by: Staff) -> Bulletin:
    return begin(MARCH, by=by, at=LATER)


def add(bulletin: Bulletin, by: Staff, text: str, **facts: Any) -> BulletinItem:
    facts.setdefault("section", "prominent")
    return pick(bulletin, text=text, by=by, at=LATER, **facts)


def texts(bulletin: Bulletin, section: str = "prominent") -> list[str]:
    return [row.text for row in bulletin.items.filter(section=section)]


def notes(bulletin: Bulletin) -> list[str]:
    entries = BulletinEntry.objects.filter(bulletin=bulletin, verb="edit").order_by("seq")
    return [entry.note for entry in entries]


def fresh(item: BulletinItem) -> BulletinItem:
    """The item as another request reads it."""
    return BulletinItem.objects.select_related("bulletin__form").get(pk=item.pk)


# --- beginning -------------------------------------------------------------------------------


def test_a_bulletin_is_begun_for_the_whole_month(by: Staff) -> None:
    made = begin("2022-02", by=by, at=LATER)
    assert (made.starts_on.isoformat(), made.ends_on.isoformat(), made.status, made.version) == (
        "2022-02-01",
        "2022-02-28",
        "draft",
        0,
    )
    assert list(BulletinEntry.objects.values_list("seq", "verb", "status", "by")) == [
        (0, "begin", "draft", by.pk)
    ]


def test_beginning_twice_gives_the_same(by: Staff) -> None:
    first, second = begin(MARCH, by=by, at=LATER), begin(MARCH, by=by, at=LATER)
    assert (first.pk == second.pk, Bulletin.objects.count()) == (True, 1)
    assert BulletinEntry.objects.count() == 1


def test_a_withdrawn_bulletin_makes_room_for_another(by: Staff) -> None:
    first = submit(begin(MARCH, by=by, at=LATER), by=by, at=LATER)
    publish(first, issued_on=LATER.date(), by=None, at=LATER)
    withdraw(first, reason="数字有误", by=None, at=LATER)
    assert begin(MARCH, by=by, at=LATER).pk != first.pk


@pytest.mark.parametrize(
    ("month", "told"),
    [
        ("2022-13", "月份“2022-13”写法不对，请写成 2022-04 这样。"),
        ("April", "月份“April”写法不对，请写成 2022-04 这样。"),
        ("", "月份“”写法不对，请写成 2022-04 这样。"),
        ("2022-05", "2022-05 还没有到，不能编写通报。"),
        ("2021-12", "2021年12月没有可用的通报格式，请先在城市资料中补充。"),
    ],
)
def test_a_month_that_cannot_be_written_is_refused(by: Staff, month: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        begin(month, by=by, at=LATER)
    assert ((refused.value.field, str(refused.value)), Bulletin.objects.count()) == (
        ("month", told),
        0,
    )


@pytest.mark.parametrize(("at", "begun"), [("2022-04-30T23:59", False), ("2022-05-01T00:01", True)])
def test_a_month_comes_when_it_comes_in_china(by: Staff, at: str, begun: bool) -> None:
    moment: datetime = china(at).astimezone(UTC)
    if begun:
        assert begin("2022-05", by=by, at=moment).starts_on.month == 5
    else:
        with pytest.raises(Refused):
            begin("2022-05", by=by, at=moment)


def test_who_may_not_draft_is_refused(city: City, by: Staff) -> None:
    with pytest.raises(NotPermitted):
        begin(MARCH, by=city.person("call_taker"), at=LATER)
    assert Bulletin.objects.count() == 0


# --- picking ---------------------------------------------------------------------------------


def test_an_item_picked_stands_after_the_others_with_its_cases(
    city: City, bulletin: Bulletin, by: Staff
) -> None:
    case = walked(city, "closed")
    add(bulletin, by, " 第一\n条。 ")
    item = add(bulletin, by, "第二条。", group=" 物业 ", cases=[case])
    assert (texts(bulletin), item.order, item.group) == (["第一 条。", "第二条。"], 2, "物业")
    assert (list(item.cases.all()), bulletin.version) == ([case], 2)
    assert notes(bulletin) == ["增加条目", "增加条目"]


def test_each_section_has_its_own_order(bulletin: Bulletin, by: Staff) -> None:
    orders = [add(bulletin, by, "条", section=name).order for name in
              ("prominent", "well_handled", "prominent")]  # fmt: skip
    assert orders == [1, 1, 2]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"section": "nowhere"}, ("section", "请选择要放入的部分。")),
        ({"text": " \n"}, ("text", "请填写条目内容。")),
        ({"group": "组" * 101}, ("group", "小标题超过 100 个字，请缩短。")),
    ],
)
def test_an_item_that_cannot_be_picked_is_refused(
    bulletin: Bulletin, by: Staff, facts: dict[str, str], told: tuple[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        add(bulletin, by, **{"text": "条目。", **facts})
    assert ((refused.value.field, str(refused.value)), bulletin.version) == (told, 0)
    assert BulletinItem.objects.count() == 0


def test_an_item_picked_on_an_older_page_is_refused(bulletin: Bulletin, by: Staff) -> None:
    add(bulletin, by, "第一条。")
    with pytest.raises(LostRace):
        add(bulletin, by, "第二条。", seen=0)
    assert texts(bulletin) == ["第一条。"]


# --- rewriting -------------------------------------------------------------------------------


def test_an_item_rewritten_leaves_its_old_words_in_the_journal(
    bulletin: Bulletin, by: Staff
) -> None:
    item = add(bulletin, by, "旧文。", group="物业")
    rewrite(fresh(item), text=" 新\n文。 ", by=by, at=LATER)
    assert (fresh(item).text, fresh(item).group, notes(bulletin)[-1]) == (
        "新 文。",
        "物业",
        "改前：旧文。",
    )


@pytest.mark.parametrize(("group", "kept"), [(None, "物业"), ("", ""), (" 供热 ", "供热")])
def test_a_group_is_kept_left_or_changed(
    bulletin: Bulletin, by: Staff, group: str | None, kept: str
) -> None:
    item = add(bulletin, by, "旧文。", group="物业")
    rewrite(fresh(item), text="新文。", group=group, by=by, at=LATER)
    assert fresh(item).group == kept


@pytest.mark.parametrize(
    ("facts", "field"), [({"text": " "}, "text"), ({"group": "组" * 101}, "group")]
)
def test_words_that_cannot_stand_are_refused(
    bulletin: Bulletin, by: Staff, facts: dict[str, str], field: str
) -> None:
    item = add(bulletin, by, "旧文。")
    with pytest.raises(Refused) as refused:
        rewrite(fresh(item), by=by, at=LATER, **{"text": "新文。", **facts})
    assert (refused.value.field, fresh(item).text) == (field, "旧文。")


def test_the_second_of_two_editors_does_not_overwrite_the_first(
    bulletin: Bulletin, by: Staff
) -> None:
    item = add(bulletin, by, "旧文。")
    seen = bulletin.version
    rewrite(fresh(item), text="甲的。", by=by, at=LATER, seen=seen)
    with pytest.raises(LostRace):
        rewrite(fresh(item), text="乙的。", by=by, at=LATER, seen=seen)
    assert fresh(item).text == "甲的。"


# --- ordering and dropping -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("which", "places", "order"),
    [
        (0, 1, "乙甲丙丁"),
        (0, 2, "乙丙甲丁"),
        (3, -1, "甲乙丁丙"),
        (3, -3, "丁甲乙丙"),
        (2, -9, "丙甲乙丁"),
        (1, 9, "甲丙丁乙"),
        (0, -1, "甲乙丙丁"),
        (1, 0, "甲乙丙丁"),
    ],
)
def test_an_item_is_moved_among_its_sections_items(
    bulletin: Bulletin, by: Staff, which: int, places: int, order: str
) -> None:
    items = [add(bulletin, by, word) for word in "甲乙丙丁"]
    add(bulletin, by, "别处。", section="well_handled")
    shift(fresh(items[which]), places, by=by, at=LATER)
    assert ("".join(texts(bulletin)), texts(bulletin, "well_handled")) == (order, ["别处。"])
    assert list(bulletin.items.filter(section="prominent").values_list("order", flat=True)) == [
        *(1, 2, 3, 4)
    ]


def test_an_item_dropped_leaves_its_words_in_the_journal(bulletin: Bulletin, by: Staff) -> None:
    first, second = add(bulletin, by, "甲。"), add(bulletin, by, "乙。")
    drop(fresh(first), by=by, at=LATER)
    assert (texts(bulletin), notes(bulletin)[-1]) == (["乙。"], "删去：甲。")
    assert add(fresh(second).bulletin, by, "丙。").order == 3


def test_an_item_that_another_dropped_is_told(bulletin: Bulletin, by: Staff) -> None:
    item = add(bulletin, by, "甲。")
    other, third = fresh(item), fresh(item)
    drop(fresh(item), by=by, at=LATER)
    with pytest.raises(LostRace):
        drop(other, by=by, at=LATER)
    with pytest.raises(LostRace):
        shift(third, 1, by=by, at=LATER)
    assert notes(bulletin) == ["增加条目", "删去：甲。"]


@pytest.mark.parametrize("verb", ["pick", "rewrite", "shift", "drop"])
def test_a_bulletin_handed_on_is_not_edited(bulletin: Bulletin, by: Staff, verb: str) -> None:
    item = add(bulletin, by, "甲。")
    submit(bulletin, by=by, at=LATER)
    edits = {
        "pick": lambda: add(bulletin, by, "乙。"),
        "rewrite": lambda: rewrite(fresh(item), text="乙。", by=by, at=LATER),
        "shift": lambda: shift(fresh(item), 1, by=by, at=LATER),
        "drop": lambda: drop(fresh(item), by=by, at=LATER),
    }
    with pytest.raises(Refused) as refused:
        edits[verb]()
    assert (refused.value.field, texts(bulletin)) == ("status", ["甲。"])


@pytest.mark.parametrize("verb", ["rewrite", "shift", "drop"])
def test_who_may_not_edit_is_refused(city: City, bulletin: Bulletin, by: Staff, verb: str) -> None:
    item = fresh(add(bulletin, by, "甲。"))
    stranger = city.person("reviewer")
    edits = {
        "rewrite": lambda: rewrite(item, text="乙。", by=stranger, at=LATER),
        "shift": lambda: shift(item, 1, by=stranger, at=LATER),
        "drop": lambda: drop(item, by=stranger, at=LATER),
    }
    with pytest.raises(NotPermitted):
        edits[verb]()
    assert texts(bulletin) == ["甲。"]
