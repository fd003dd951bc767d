"""Reference data is changed by date: the old row ends, a new one begins, and everything is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hotline.records.models import (
    Department,
    DepartmentName,
    DispatchRule,
    PhraseText,
    ReferenceEntry,
    Staff,
    TimeLimit,
)
from hotline.records.queries.reference_rows import (
    known,
    last_entry,
    row_now,
    rows_on,
)
from hotline.rules.reference.comparing import cells_of, compare
from hotline.rules.reference.shapes import Facts, Shape
from hotline.rules.reference.tables import KINDS, LIMITS, PHRASES, RULES, SHAPES, UNITS
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.reference.end_row import end_row
from hotline.steps.reference.import_rows import import_rows
from hotline.steps.reference.take_effect import take_effect
from hotline.steps.reference.undo import undo_last
from hotline.steps.reference.write_row import write_row
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=CHINA)
TODAY = NOON.date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
PHRASE = {
    "code": "opening",
    "kind": "call_script",
    "topic": "",
    "title": "开场",
    "text": "您好",
    "order": 1,
}


@pytest.fixture(autouse=True)
def keeper() -> Staff:
    city = factories.make_city()
    role = city.roles["call_taker"]
    role.permits = ["manage_reference"]
    role.save()
    return city.person("call_taker", name="甄资料")


def write(shape: Shape, facts: Facts, begins: date = TODAY, key: str | None = None) -> None:
    write_row(shape, facts, reason="依据文件", begins=begins, by=None, at=NOON, key=key)


def names_on(day: date) -> dict[str, str]:
    return {row.key: row.facts["name"] for row in rows_on(UNITS, day, TODAY)}


def first_unit() -> Facts:
    return dict(rows_on(UNITS, TODAY, TODAY)[0].facts)


def test_a_changed_text_ends_the_old_version_and_begins_a_new_one() -> None:
    write(PHRASES, PHRASE)
    write(PHRASES, {**PHRASE, "text": "您好，请讲"}, TOMORROW, "opening")
    rows = PhraseText.objects.order_by("valid_from").values_list("text", "valid_from", "valid_to")
    assert list(rows) == [("您好", TODAY, TODAY), ("您好，请讲", TOMORROW, None)]
    entries = ReferenceEntry.objects.order_by("pk").values_list("verb", "reason", "begins")
    assert list(entries) == [("created", "依据文件", TODAY), ("changed", "依据文件", TOMORROW)]


def test_the_past_is_not_rewritten_and_a_change_says_why() -> None:
    with pytest.raises(Refused, match="今天或以后"):
        write(PHRASES, PHRASE, YESTERDAY)
    with pytest.raises(Refused, match="理由"):
        write_row(PHRASES, PHRASE, reason=" ", begins=TODAY, by=None, at=NOON)


def test_a_renamed_unit_has_the_new_name_from_its_day_and_the_old_one_before() -> None:
    facts = first_unit()
    old = facts["name"]
    write(UNITS, {**facts, "name": "新名称局"}, TOMORROW, facts["code"])
    unit = Department.objects.get(code=facts["code"])
    assert unit.name == old
    assert names_on(TOMORROW)[facts["code"]] == "新名称局"
    assert take_effect(at=NOON) == 0
    assert take_effect(at=NOON + timedelta(days=1)) == 1
    unit.refresh_from_db()
    assert unit.name == "新名称局"
    told = DepartmentName.objects.filter(department=unit).order_by("valid_from")
    assert told.last() is not None
    assert told.last().valid_from == TOMORROW  # type: ignore[union-attr]
    later = {row.key: row for row in rows_on(UNITS, TODAY, TOMORROW)}
    assert later[facts["code"]].facts["name"] == old


def test_a_plan_that_was_undone_never_comes() -> None:
    facts = first_unit()
    write(UNITS, {**facts, "name": "新名称局"}, TOMORROW, facts["code"])
    undo_last(UNITS, facts["code"], reason="写错了", by=None, at=NOON, today=TODAY)
    assert take_effect(at=NOON + timedelta(days=1)) == 0
    assert names_on(TOMORROW)[facts["code"]] == facts["name"]
    with pytest.raises(Refused, match="本身就是撤销"):
        undo_last(UNITS, facts["code"], reason="再撤", by=None, at=NOON, today=TODAY)


def test_undoing_writes_the_former_text_back_as_a_change_of_its_own() -> None:
    write(PHRASES, PHRASE)
    write(PHRASES, {**PHRASE, "text": "改坏了"}, TODAY, "opening")
    undo_last(PHRASES, "opening", reason="写错了", by=None, at=NOON, today=TODAY)
    row = row_now(PHRASES, "opening", TODAY)
    assert row is not None
    assert row.facts == PHRASE
    assert ReferenceEntry.objects.count() == 3


def test_who_looked_at_an_older_state_is_told(keeper: Staff) -> None:
    write(PHRASES, PHRASE)
    seen = last_entry(PHRASES, "opening")
    write(PHRASES, {**PHRASE, "title": "同事改的"}, TODAY, "opening")
    with pytest.raises(Refused, match="刚被同事改过"):
        write_row(
            PHRASES, {**PHRASE, "title": "我改的"}, reason="改", begins=TODAY, by=keeper, at=NOON,
            key="opening", seen=seen,
        )  # fmt: skip


def test_a_merged_unit_ends_and_names_its_successor() -> None:
    units = rows_on(UNITS, TODAY, TODAY)
    below = {row.facts["parent"] for row in units}
    one, other = [row.key for row in units if row.key not in below][:2]
    end_row(UNITS, one, reason="机构改革", begins=TOMORROW, by=None, at=NOON, successor=other)
    row = Department.objects.get(code=one)
    assert (row.valid_to, row.successor and row.successor.code) == (TODAY, other)
    undo_last(UNITS, one, reason="未批准", by=None, at=NOON, today=TODAY)
    row.refresh_from_db()
    assert (row.valid_to, row.successor) == (None, None)


def test_the_last_limit_of_a_kind_of_case_cannot_be_ended() -> None:
    limits = rows_on(LIMITS, TODAY, TODAY)
    assert limits
    before = TimeLimit.objects.count()
    with pytest.raises(Refused, match="没有时限了"):
        for row in limits:
            end_row(LIMITS, row.key, reason="不用", begins=TODAY, by=None, at=NOON)
    assert TimeLimit.objects.count() == before


def test_two_units_on_one_level_never_share_a_name() -> None:
    one, other = (row.facts for row in rows_on(UNITS, TODAY, TODAY)[:2])
    twin = {**one, "code": "twin", "name": one["name"], "aliases": []}
    with pytest.raises(Refused, match="换一个"):
        write(UNITS, twin)
    assert other != one


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_importing_what_was_exported_changes_nothing(shape: Shape) -> None:
    write(PHRASES, {**PHRASE, "text": "=1+1\n“二”, 三"})
    rows, names = rows_on(shape, TODAY, TODAY), known(TODAY)
    labels = [column.label for column in shape.columns]
    cells = [
        (number, dict(zip(labels, cells_of(shape, row.facts, names), strict=True)))
        for number, row in enumerate(rows, 2)
    ]
    present = {row.key: row.facts for row in rows}
    found = compare(shape, cells, present, names, ends_missing=True)
    assert (found.is_empty, found.unreadable, found.same) == (True, [], len(rows))


def test_an_import_writes_all_rows_or_none() -> None:
    names = known(TODAY)
    rows = [
        {"代码": "nuisance", "名称": "扰民举报", "序号": "90"},
        {"代码": "Nuisance!", "名称": "写错", "序号": "x"},
    ]
    present = {row.key: row.facts for row in rows_on(KINDS, TODAY, TODAY)}
    found = compare(KINDS, list(enumerate(rows, 2)), present, names, ends_missing=False)
    assert (len(found.new), [number for number, _ in found.unreadable]) == (1, [3])
    with pytest.raises(Refused, match="没有写入任何内容"):
        import_rows(KINDS, found, reason="新分类", begins=TODAY, by=None, at=NOON)
    found.unreadable.clear()
    assert import_rows(KINDS, found, reason="新分类", begins=TODAY, by=None, at=NOON) == 1
    assert row_now(KINDS, "nuisance", TODAY) is not None


def test_the_dispatch_catalogue_comes_back_from_its_own_file_and_takes_a_changed_line() -> None:
    unit = next(row for row in rows_on(UNITS, TODAY, TODAY) if row.facts["kind"] != "office")
    row = {
        "编号": "garbage",
        "序号": "10",
        "分类编码": "010214",
        "诉求类型": "求助",
        "内容词": "垃圾、清运",
        "承办单位": unit.key,
    }

    def imported(changed: dict[str, str]) -> int:
        present = {each.key: each.facts for each in rows_on(RULES, TODAY, TODAY)}
        found = compare(RULES, [(2, changed)], present, known(TODAY), ends_missing=False)
        assert found.unreadable == []
        if found.is_empty:
            return 0
        return import_rows(RULES, found, reason="新目录", begins=TODAY, by=None, at=NOON)

    assert [imported(row), imported(row), imported({**row, "内容词": "垃圾"})] == [1, 0, 1]
    rules = DispatchRule.objects.order_by("made_at", "pk").values_list("words", "ended_at")
    assert sorted((words, ended is None) for words, ended in rules) == [
        (["垃圾"], True),
        (["垃圾", "清运"], False),
    ]
