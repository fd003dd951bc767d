"""An export from order to deletion: who may have which rows, and what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import storages
from django.test import override_settings

from hotline.documents.long_tables import LongCsv
from hotline.records.export_content import STORAGE, pieces_of, place_of
from hotline.records.models import Case, Export, StaffEntry
from hotline.records.sealing import SealBroken, digest
from hotline.rules.life import Status
from hotline.rules.permits import NotPermitted
from hotline.steps.exporting import sealed_parts
from hotline.steps.exporting.cancel_export import cancel_export
from hotline.steps.exporting.drop_old_exports import drop_old_exports
from hotline.steps.exporting.fetch_export import fetch_export
from hotline.steps.exporting.lists import LISTS
from hotline.steps.exporting.write_export import BROKEN, DISK_FULL, SHUT, write_export
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.moving import Refused
from tests.factories import City, case_at
from tests.steps.exporting.exported import done, fresh, now, ordered, rows_of, written

PHONE = "15400001234"
MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


@pytest.fixture(autouse=True)
def an_empty_storage(settings: Any) -> Iterator[None]:
    """No file of another test."""
    settings.STORAGES = {**settings.STORAGES, STORAGE: dict(MEMORY)}
    yield


def entry(verb: str) -> StaffEntry:
    return StaffEntry.objects.get(verb=verb)


def test_a_list_is_written_as_its_page_shows_it_and_with_its_filter(city: City) -> None:
    first, second = (case_at(city, Status.IN_HANDLING, title=title) for title in ("甲", "乙"))
    case_at(city, Status.CLOSED, title="丙")
    row = written(city.person("dispatcher"), asked={"status": Status.IN_HANDLING})
    assert rows_of(row) == [["工单号", "标题"], [second.number, "乙"], [first.number, "甲"]]
    assert (row.status, row.done, row.expected) == ("finished", 2, 2)


def test_who_exports_a_unit_gets_the_cases_of_the_unit_and_no_others(city: City) -> None:
    mine = case_at(city, Status.IN_HANDLING)
    case_at(city, Status.IN_HANDLING, unit="west")
    clerk = city.person("unit_clerk", "east")
    everything = rows_of(written(clerk))
    shares = rows_of(written(clerk, "unit", asked={"tab": "handle"}, columns=["number", "part"]))
    assert everything[1:] == [[mine.number, mine.title]]
    assert shares == [["工单号", "分工"], [mine.number, "主办"]]


def test_a_case_that_became_confidential_since_the_order_is_not_in_the_file(city: City) -> None:
    stays, goes = case_at(city, Status.IN_HANDLING), case_at(city, Status.IN_HANDLING)
    row = ordered(city.person("reviewer"))
    mark_confidential(goes, reason="举报", by=city.person("dispatcher"), at=now())
    assert [line[0] for line in rows_of(done(row))[1:]] == [stays.number]


def test_a_row_that_goes_out_of_sight_while_it_is_written_is_left_out(city: City) -> None:
    stays, goes = case_at(city, Status.IN_HANDLING), case_at(city, Status.IN_HANDLING)
    source, reviewer = LISTS["cases"].source, city.person("reviewer")
    pages = source.pages(reviewer, {}, now(), LISTS["cases"].chosen(["number"]))
    with patch("hotline.steps.exporting.listing.AT_ONCE", 1):
        newest = next(iter(pages))
        Case.objects.filter(pk=stays.pk).update(confidential=True)
        assert ([case.number for case in newest], list(pages)) == ([goes.number], [[]])


def test_personal_columns_are_masked_and_given_for_a_purpose_only(city: City) -> None:
    told = {"name": "甄示例", "phone": PHONE, "form_of_address": "女士"}
    case_at(city, Status.IN_HANDLING, **told, text=f"请回电 {PHONE}")
    agent = city.person("callback_agent")
    columns = ["caller", "phone", "text"]
    with pytest.raises(Refused, match="写明用途"):
        ordered(agent, columns=columns, purpose=" 查 ")
    row = written(agent, columns=columns, purpose=f"回访抽查 {PHONE}")
    assert rows_of(row)[1] == ["甄女士", "154****1234", "请回电 154****1234"]
    assert entry("order_export").after["asked"]["用途"] == "回访抽查 154****1234"


def test_of_a_confidential_case_a_unit_learns_not_whose_it_is(city: City) -> None:
    case = case_at(city, Status.IN_HANDLING, name="甄示例", phone=PHONE, external_number="EXT-1")
    mark_confidential(case, reason="举报", by=city.person("dispatcher"), at=now())
    clerk = city.person("unit_clerk", "east")
    columns = ["caller", "phone", "superior"]
    row = written(clerk, columns=columns, purpose="上门核实")
    assert rows_of(row)[1] == ["保密", "保密", "保密"]


def test_every_step_of_an_export_is_in_the_journal(city: City) -> None:
    case_at(city, Status.IN_HANDLING)
    agent = city.person("callback_agent")
    row = written(
        agent, told="状态：办理中", asked={"status": Status.IN_HANDLING}, purpose="月度核对"
    )
    content = b"".join(fetch_export(row, by=agent, at=now(), address="192.0.2.7"))
    asked = {
        "编号": row.number,
        "列表": "工单",
        "筛选": "状态：办理中",
        "格式": "CSV",
        "列": "工单号、标题",
        "用途": "月度核对",
    }
    sm3 = digest(content).hex()
    assert entry("order_export").after == {"asked": asked}
    assert entry("write_export").after == {"asked": {**asked, "SM3": sm3}, "rows": 1}
    assert entry("fetch_export").after == {
        "asked": {**asked, "来自": "192.0.2.7", "SM3": sm3},
        "rows": 1,
    }
    assert (fresh(row).fetched, row.size) == (1, len(content))


def test_the_mark_names_person_purpose_and_number(city: City) -> None:
    agent = city.person("callback_agent", name="陈一诺")
    row = written(agent, purpose="月度核对")
    last = b"".join(pieces_of(row)).decode().splitlines()[-1]
    assert last.startswith("由 云汀12345热线 陈一诺（callback_agent）于 ")
    assert last.endswith(f"仅供月度核对使用，不得外传，编号 {row.number}")


def test_an_order_is_refused_for_what_is_not_ones_own_or_nothing_at_all(city: City) -> None:
    clerk = city.person("unit_clerk", "east")
    with pytest.raises(NotPermitted):
        ordered(clerk, "oversight", asked={"what": "late_sign"})
    for facts in ({"columns": ["secret"]}, {"format": "exe"}):
        with pytest.raises(Refused):
            ordered(clerk, **facts)
    assert Export.objects.count() == 0


def test_a_person_has_no_more_than_three_waiting(city: City) -> None:
    agent = city.person("callback_agent")
    rows = [ordered(agent) for _ in range(3)]
    with pytest.raises(Refused, match="在排队"):
        ordered(agent)
    cancel_export(rows[0], by=agent, at=now())
    assert ordered(agent).status == "waiting"


def test_who_lost_the_permit_gets_neither_rows_nor_file(city: City) -> None:
    agent = city.person("callback_agent")
    ready, waiting = written(agent), ordered(agent)
    agent.roles.clear()
    late = done(waiting)
    assert (late.status, late.problem, late.parts) == ("failed", SHUT, 0)
    row = fresh(ready)
    with pytest.raises(NotPermitted):
        fetch_export(row, by=row.by, at=now(), address="")


def test_nobody_else_fetches_it(city: City) -> None:
    row = written(city.person("callback_agent"))
    with pytest.raises(NotPermitted):
        fetch_export(row, by=city.person("dispatcher"), at=now(), address="")
    assert StaffEntry.objects.filter(verb="fetch_export").count() == 0


def test_a_cancelled_one_is_not_begun_and_one_that_runs_stops_and_leaves_no_file(
    city: City,
) -> None:
    agent = city.person("callback_agent")
    case_at(city, Status.IN_HANDLING)
    never, stopped = ordered(agent), ordered(agent)
    cancel_export(never, by=agent, at=now())
    assert done(never).status == "cancelled"
    add = LongCsv.add

    def cancels(table: LongCsv, rows: Sequence[Sequence[str]]) -> None:
        open_one = Export.objects.filter(pk=stopped.pk, finished_at=None).first()
        if open_one is not None:
            cancel_export(open_one, by=agent, at=now())
        add(table, rows)

    with patch.object(LongCsv, "add", cancels), patch.object(sealed_parts, "PART_BYTES", 8):
        row = done(stopped)
    assert (row.status, row.parts) == ("cancelled", 0)
    assert storages[STORAGE].exists(place_of(row, 0)) is False
    with pytest.raises(Refused, match="已经结束"):
        cancel_export(row, by=agent, at=now())


def test_a_file_half_written_by_a_killed_worker_is_written_anew_without_doubling(
    city: City,
) -> None:
    cases = [case_at(city, Status.IN_HANDLING) for _ in range(3)]
    agent = city.person("callback_agent")
    row = ordered(agent)
    with patch.object(sealed_parts, "PART_BYTES", 16):
        with (
            patch.object(LongCsv, "close", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            write_export(fresh(row), at=now())
        assert (fresh(row).status, storages[STORAGE].exists(place_of(row, 2))) == ("running", True)
        again = done(row)
    assert [line[0] for line in rows_of(again)[1:]] == [case.number for case in reversed(cases)]
    assert StaffEntry.objects.filter(verb="write_export").count() == 1
    assert done(row).finished_at == again.finished_at


def test_more_rows_than_may_be_are_refused_and_not_cut(city: City) -> None:
    for _ in range(3):
        case_at(city, Status.IN_HANDLING)
    with override_settings(HOTLINE_EXPORT_ROWS=2):
        row = written(city.person("callback_agent"))
    assert (row.status, row.parts) == ("failed", 0)
    assert row.problem == "超过一次导出的上限 2 行，没有导出。请缩小筛选范围，分次导出。"


def test_a_full_disk_is_told_with_what_to_do(city: City, settings: Any) -> None:
    full = {"BACKEND": "tests.steps.exporting.exported.FullDisk"}
    settings.STORAGES = {**settings.STORAGES, STORAGE: full}
    row = written(city.person("callback_agent"))
    assert (row.status, row.problem) == ("failed", DISK_FULL)


def test_what_nobody_foresaw_ends_the_order_and_is_not_hidden(city: City) -> None:
    row = ordered(city.person("callback_agent"))
    with (
        patch.object(LongCsv, "add", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError),
    ):
        write_export(fresh(row), at=now())
    assert (fresh(row).status, fresh(row).problem) == ("failed", BROKEN)


def test_a_piece_in_another_place_does_not_open(city: City) -> None:
    case_at(city, Status.IN_HANDLING)
    with patch.object(sealed_parts, "PART_BYTES", 16):
        row = written(city.person("callback_agent"))
    storage = storages[STORAGE]
    other = storage.open(place_of(row, 1)).read()
    assert PHONE.encode() not in other
    storage.delete(place_of(row, 0))
    storage.save(place_of(row, 0), storage.open(place_of(row, 1)))
    with pytest.raises(SealBroken):
        list(pieces_of(row))


def test_files_go_when_their_days_are_over_and_lost_orders_are_ended(city: City) -> None:
    agent = city.person("callback_agent")
    row, lost = written(agent), ordered(agent)
    assert drop_old_exports(at=now()) == 0
    assert drop_old_exports(at=now() + timedelta(days=3, hours=1)) == 1
    assert (fresh(row).parts, storages[STORAGE].exists(place_of(row, 0))) == (0, False)
    assert fresh(lost).status == "failed"
    with pytest.raises(Refused, match="保存期限"):
        fetch_export(fresh(row), by=fresh(row).by, at=now(), address="")


def test_the_audit_and_the_accounts_are_lists_too(city: City) -> None:
    auditor, security = city.person("audit_admin"), city.person("security_admin")
    case_at(city, Status.AWAITING_DISPATCH)
    journal = written(auditor, "audit", asked={"what": "moves"}, columns=["verb", "journal"])
    people = written(security, "staff", columns=["username", "roles"])
    assert rows_of(journal)[1:] == [["受理", "工单流转"], ["登记", "工单流转"]]
    assert ["security_admin", "安全管理员"] in rows_of(people)
