"""Both cities read without a fault; the office, the units and the people of the first."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from hotline.rules.city import CityProfile, DepartmentRow, paths
from hotline.rules.city_reading import read_city
from hotline.rules.dated import holds_on
from hotline.rules.deadlines import choose_limit
from hotline.rules.life import MOVES
from hotline.rules.permits import PERMITS

CITIES = Path(__file__).resolve().parents[2] / "cities"
FEBRUARY = date(2020, 2, 29)
APRIL = date(2022, 4, 30)

# The published tables of units, left pair first: name and number, in the printed order.
TABLES: dict[date, tuple[tuple[str, int], ...]] = {
    FEBRUARY: (
        ("铁西区政府", 133),
        ("铁东区政府", 132),
        ("梨树县政府", 112),
        ("双辽市政府", 51),
        ("伊通县政府", 36),
        ("市住建局", 26),
        ("市公安局", 15),
        ("市场监督管理局", 9),
        ("市水利局", 9),
        ("四平热力公司", 7),
        ("市交通局", 4),
        ("市自然资源局", 3),
        ("市富国公司", 3),
        ("市卫健委", 2),
        ("联通公司", 2),
        ("市医疗保障局", 2),
        ("市城投公司", 2),
        ("移动公司", 2),
        ("市教育局", 1),
        ("市生态环境局", 1),
        ("市住房公积金", 1),
        ("市管廊建设公司", 1),
        ("红嘴经开区", 1),
        ("吉视传媒", 1),
        ("电信公司", 1),
    ),
    APRIL: (
        ("铁西区政府", 2285),
        ("铁东区政府", 2063),
        ("梨树县政府", 1969),
        ("伊通县政府", 1695),
        ("双辽市政府", 601),
        ("市卫健委", 481),
        ("市市场监督管理局", 77),
        ("市交通局", 60),
        ("市医疗保障局", 53),
        ("市社保局", 52),
        ("市公安局", 48),
        ("市住建局", 29),
        ("市农业农村局", 28),
        ("联通四平分公司", 24),
        ("市人社局", 23),
        ("市住房公积金", 23),
        ("移动四平分公司", 21),
        ("市银保监局", 17),
        ("市教育局", 13),
        ("市供电公司", 11),
        ("市商务局", 7),
        ("市机关事务管理局", 6),
        ("市自然资源局", 5),
        ("四平热力有限公司", 4),
        ("市水利局", 4),
        ("吉视传媒", 4),
        ("电信四平分公司", 3),
        ("市行政执法局", 2),
        ("市粮食和物资储备局", 2),
        ("市民政局", 1),
        ("市生态环境局", 1),
        ("市税务局", 1),
        ("市文广旅体局", 1),
        ("市工信局", 1),
    ),
}


def parsed(city: str) -> dict[str, dict[str, Any]]:
    """The files of a city as `read_city` wants them."""
    folder = CITIES / city
    return {
        path.relative_to(folder).as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in folder.rglob("*.toml")
    }


@pytest.fixture(scope="module")
def siping() -> CityProfile:
    return read_city(parsed("siping"))


@pytest.fixture(scope="module")
def yunting() -> CityProfile:
    return read_city(parsed("yunting"))


def unit_called(profile: CityProfile, name: str, day: date) -> DepartmentRow:
    """The one unit that a bulletin of `day` prints as `name`."""
    (unit,) = [row for row in profile.departments if row.name_on(day) == name]
    return unit


def test_siping_has_the_name_and_numbers_of_its_office(siping: CityProfile) -> None:
    office = siping.office
    assert (office.code, office.name, office.number_prefix) == ("siping", "四平市", "SP")
    assert [(row.opens, row.closes) for row in office.hours] == [
        (time(8, 30), time(11, 30)),
        (time(13, 30), time(17)),
    ]


@pytest.mark.parametrize(
    ("day", "issuer", "hotline"),
    [
        (FEBRUARY, "市长公开电话办公室", "12345市民服务热线"),
        (APRIL, "四平市政务服务和数字化建设管理局", "12345市长公开电话"),
    ],
)
def test_each_bulletin_has_the_issuer_that_it_printed(
    siping: CityProfile, day: date, issuer: str, hotline: str
) -> None:
    held = [row for row in siping.office.issuers if holds_on(row, day)]
    assert [(row.name, row.hotline_name) for row in held] == [(issuer, hotline)]


@pytest.mark.parametrize("day", TABLES)
def test_every_printed_unit_is_in_the_register_on_that_day(siping: CityProfile, day: date) -> None:
    found = [unit_called(siping, name, day) for name, _ in TABLES[day]]
    assert len({unit.code for unit in found}) == len(TABLES[day])
    assert all(holds_on(unit, day) for unit in found)


@pytest.mark.parametrize("day", TABLES)
def test_the_register_reproduces_the_printed_order(siping: CityProfile, day: date) -> None:
    def place(row: tuple[str, int]) -> tuple[bool, int, int]:
        unit = unit_called(siping, row[0], day)
        return unit.kind not in ("district", "county"), -row[1], unit.order

    assert sorted(sorted(TABLES[day]), key=place) == list(TABLES[day])


def test_the_orders_of_units_differ(siping: CityProfile) -> None:
    orders = [unit.order for unit in siping.departments]
    assert len(set(orders)) == len(orders)


def test_renamed_units_stay_one_unit(siping: CityProfile) -> None:
    renamed = {
        (unit.name_on(FEBRUARY), unit.name_on(APRIL))
        for unit in siping.departments
        if unit.name_on(FEBRUARY) != unit.name_on(APRIL)
    }
    assert renamed == {
        ("市长公开电话办公室", "市政务服务和数字化建设管理局"),
        ("市场监督管理局", "市市场监督管理局"),
        ("四平热力公司", "四平热力有限公司"),
        ("联通公司", "联通四平分公司"),
        ("移动公司", "移动四平分公司"),
        ("电信公司", "电信四平分公司"),
    }


def test_the_epidemic_commands_are_there_while_they_exist(siping: CityProfile) -> None:
    commands = [unit for unit in siping.departments if unit.kind == "command"]
    assert [unit.name_on(FEBRUARY) for unit in commands] == [
        "市疫情指挥部",
        "铁西疫情指挥部",
        "铁东疫情指挥部",
    ]
    for unit in commands:
        assert [holds_on(unit, day) for day in (date(2019, 12, 1), FEBRUARY, APRIL)] == [
            False,
            True,
            True,
        ]
        assert not holds_on(unit, date(2023, 6, 1))


def test_a_community_lies_below_its_street_and_district(siping: CityProfile) -> None:
    routes = paths(siping.departments)
    assert routes["xiyuan_community"] == ("tiexi_district", "dizhi_street", "xiyuan_community")
    assert routes["ziwei_community"] == ("tiedong_district", "simalu_street", "ziwei_community")


def test_a_name_outside_all_periods_is_the_latest(yunting: CityProfile) -> None:
    (unit,) = [row for row in yunting.departments if row.code == "city_works_bureau"]
    days = (date(2010, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    assert [unit.name_on(day) for day in days] == ["市城市运行局", "市城市建设局", "市城市运行局"]


@pytest.mark.parametrize(
    ("clock", "kind", "urgency", "expected"),
    [
        ("handle", "consultation", "ordinary", (1, "working_days")),
        ("handle", "help", "ordinary", (5, "working_days")),
        ("handle", "complaint", "ordinary", (5, "working_days")),
        ("handle", "report", "ordinary", (5, "working_days")),
        ("handle", "suggestion", "ordinary", (5, "working_days")),
        ("handle", "praise", "ordinary", (5, "working_days")),
        ("handle", "other", "ordinary", (5, "working_days")),
        ("handle", "complaint", "urgent", (24, "hours")),
        ("handle", "consultation", "critical", (2, "hours")),
        ("sign", "help", "ordinary", (4, "working_hours")),
        ("callback", "help", "ordinary", (2, "working_days")),
    ],
)
def test_sipings_limits_are_the_profiles(
    siping: CityProfile, clock: str, kind: str, urgency: str, expected: tuple[int, str]
) -> None:
    limit = choose_limit(
        siping.limits, clock, kind=kind, urgency=urgency, channel="telephone", day=APRIL
    )
    assert (limit.amount, limit.unit) == expected


def test_the_other_citys_limits_are_natural_days(yunting: CityProfile) -> None:
    assert {row.unit for row in yunting.limits} == {"days", "hours"}


def test_every_permit_is_carried_by_some_role(siping: CityProfile) -> None:
    carried = {permit for role in siping.roles for permit in role.permits}
    asked_otherwise = {verb for verb, move in MOVES.items() if move.permit != verb}
    assert PERMITS.keys() - carried - asked_otherwise == set()


def test_the_three_administrators_share_nothing(siping: CityProfile) -> None:
    admins = [set(row.permits) for row in siping.roles if row.code.endswith("_admin")]
    assert len(admins) == 3
    assert sum(map(len, admins)) == len(set.union(*admins))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reply", "review"),
        ("reply", "call_back"),
        ("draft_bulletin", "publish_bulletin"),
        ("write_article", "review_article"),
        ("write_article", "publish_article"),
        ("manage_staff", "see_all_cases"),
        ("manage_staff", "see_journal"),
    ],
)
def test_no_role_carries_both(
    siping: CityProfile, yunting: CityProfile, one: str, other: str
) -> None:
    for role in (*siping.roles, *yunting.roles):
        assert not {one, other} <= set(role.permits), role.code


def test_siping_has_a_sample_account_for_every_role(siping: CityProfile) -> None:
    held = {role for person in siping.staff for role in person.roles}
    assert held == {role.code for role in siping.roles}


def test_the_districts_have_clerks(siping: CityProfile) -> None:
    clerks = {person.department for person in siping.staff if "unit_clerk" in person.roles}
    districts = {u.code for u in siping.departments if u.kind in ("district", "county")}
    assert districts - clerks == set()
