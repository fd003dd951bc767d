"""Loading a city: everything arrives, a second load is nothing, and nothing in use is lost."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import (
    BulletinLine,
    CalendarDay,
    Campaign,
    Channel,
    Department,
    DepartmentName,
    Form,
    ImportMapping,
    Kind,
    Office,
    Role,
    Staff,
    TimeLimit,
    Topic,
    TopicTree,
)
from hotline.records.queries import reference
from hotline.rules.city import BadCity, CityProfile, KindRow
from hotline.rules.column_mapping import mapping_from
from hotline.rules.deadlines import choose_limit
from hotline.rules.forms import read_form
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.setup.merging import LoadReport

pytestmark = pytest.mark.django_db

CITIES = Path(__file__).resolve().parents[3] / "cities"
NOON = datetime(2025, 9, 1, 12, tzinfo=CHINA)
TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)
SIPING = read_folder(CITIES / "siping")
YUNTING = read_folder(CITIES / "yunting")


def load(profile: CityProfile) -> LoadReport:
    return load_city(profile, at=NOON)


# --- the first load -------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [SIPING, YUNTING], ids=["siping", "yunting"])
def test_everything_arrives(profile: CityProfile) -> None:
    report = load(profile)
    assert report.created == +Counter(
        Office=1,
        CalendarDay=len(profile.days),
        Kind=len(profile.kinds),
        Channel=len(profile.channels),
        Campaign=len(profile.campaigns),
        BulletinLine=len(profile.lines),
        TopicTree=1,
        Topic=len(profile.topics),
        Department=len(profile.departments),
        DepartmentName=sum(len(unit.names) for unit in profile.departments),
        TimeLimit=len(profile.limits),
        PhraseText=len(profile.phrases),
        MeasureDefinition=len(profile.measures),
        Role=len(profile.roles),
        Staff=len(profile.staff),
        ImportMapping=len(profile.mappings),
        Form=len(profile.forms),
        DispatchRule=len(profile.dispatch_rules),
        Road=len(profile.roads),
        CallQueue=len(profile.queues),
        Seat=len(profile.seats),
        Place=len(profile.places),
    )
    assert (report.updated, report.ended, report.left) == (Counter(), Counter(), {})


@pytest.mark.parametrize("profile", [SIPING, YUNTING], ids=["siping", "yunting"])
def test_a_second_load_changes_nothing(profile: CityProfile) -> None:
    load(profile)
    again = load_city(profile, at=NOON + timedelta(days=30))
    assert not again.changed
    assert again == LoadReport()


def test_a_second_load_asks_little() -> None:
    load(SIPING)
    with CaptureQueriesContext(connection) as queries:
        load(SIPING)
    assert len(queries) <= 85


def test_the_office_carries_hours_rules_and_issuers() -> None:
    load(SIPING)
    office = Office.objects.get()
    assert (office.code, office.name, office.number_prefix) == ("siping", "四平市", "SP")
    assert office.hours == [["08:30", "11:30"], ["13:30", "17:00"]]
    assert (office.rules["extension_times"], office.rules["callback_tries"]) == (1, 3)
    assert (office.rules["pause_times"], office.rules["supervision_unit"]) == (1, "working_days")
    assert office.rules["warnings"][0] == {
        "clock": "sign",
        "act": "yellow",
        "elapsed_percent": 75,
        "after": None,
        "unit": "",
    }
    assert office.rules["issuers"] == [
        {
            "name": "市长公开电话办公室",
            "hotline_name": "12345市民服务热线",
            "valid_from": "2017-01-01",
            "valid_to": "2020-12-31",
        },
        {
            "name": "四平市政务服务和数字化建设管理局",
            "hotline_name": "12345市长公开电话",
            "valid_from": "2021-01-01",
            "valid_to": None,
        },
    ]


def test_the_work_calendar_reads_the_hours_and_the_offices_day() -> None:
    load(YUNTING)
    calendar = reference.calendar()
    assert calendar.hours == ((time(9), time(18)),)
    assert not calendar.is_workday(date(2025, 3, 3))
    assert CalendarDay.objects.get().reason == "云汀建市纪念日"


def test_the_loader_drops_what_the_process_kept() -> None:
    load(YUNTING)
    assert list(reference.kinds()) == ["enquiry", "wish", "grievance", "idea"]
    load(replace(YUNTING, kinds=(*YUNTING.kinds, KindRow("thanks", "感谢", 90))))
    assert list(reference.kinds()) == ["enquiry", "wish", "grievance", "idea", "thanks"]


def test_a_board_hangs_under_its_channel() -> None:
    load(SIPING)
    boards = Channel.objects.filter(parent__code="leaders_board")
    assert [row.code for row in boards] == ["leaders_board_secretary", "leaders_board_mayor"]


def test_a_topic_knows_the_way_from_its_root() -> None:
    load(SIPING)
    topic = Topic.objects.get(tree__code="2017", code="010216")
    assert topic.path == ["01", "0102", "010216"]
    assert topic.parent is not None
    assert (topic.name, topic.parent.name) == ("自来水供应", "城市建设和市政管理")
    assert topic.words[:2] == ["停水", "自来水"]


def test_a_line_carries_its_campaign_or_its_topics() -> None:
    load(SIPING)
    dogs, social = (BulletinLine.objects.get(code=code) for code in ("dogs", "social_insurance"))
    assert dogs.campaign == Campaign.objects.get(code="dogs")
    assert (social.topics, social.excepted) == (
        ["1501", "1502", "1508", "1509"],
        ["150102", "150104", "150204"],
    )


def test_a_unit_has_the_name_of_the_day_and_keeps_the_others() -> None:
    load_city(SIPING, at=datetime(2020, 2, 10, tzinfo=CHINA))
    unit = Department.objects.get(code="heating_company")
    assert unit.name == "四平热力公司"
    load(SIPING)
    unit.refresh_from_db()
    assert unit.name == "四平热力有限公司"
    assert [name.name for name in unit.names.all()] == ["四平热力公司", "四平热力有限公司"]


def test_the_limits_arrive_as_the_rules_see_them() -> None:
    load(YUNTING)
    limits = reference.limits()
    assert sorted(map(str, limits)) == sorted(map(str, YUNTING.limits))
    found = choose_limit(
        limits, "handle", kind="wish", urgency="ordinary", channel="province_platform", day=TODAY
    )
    assert (found.amount, found.unit) == (5, "days")


def test_a_saved_mapping_can_be_read_again() -> None:
    load(YUNTING)
    row = ImportMapping.objects.get(code="province_list")
    mapping = mapping_from(row.columns)
    assert (row.name, mapping.columns["text"]) == ("省平台日清单", "事项描述")
    assert mapping.date_formats == ("%d.%m.%Y %H:%M",)


def test_a_form_can_be_read_as_it_is_kept() -> None:
    load(SIPING)
    row = Form.objects.get(code="monthly-2020")
    form = read_form(row.body)
    assert (form.code, form.valid_from, form.valid_to) == (row.code, row.valid_from, row.valid_to)


def test_a_clerk_has_a_unit_a_role_and_its_permits() -> None:
    load(SIPING)
    clerk = Staff.objects.get(username="clerk-tiexi")
    assert clerk.department == Department.objects.get(code="tiexi_district")
    assert {"sign", "reply", "request_return", "reveal", "see_unit_cases"} <= clerk.permits
    assert not {"review", "dispatch", "approve", "see_all_cases"} & clerk.permits


def test_sample_accounts_cannot_sign_in_without_a_password() -> None:
    load(SIPING)
    assert [row.username for row in Staff.objects.all() if is_password_usable(row.password)] == []


def test_sample_accounts_get_the_sample_password_once() -> None:
    load(SIPING)
    load_city(SIPING, at=NOON, sample_password="first")
    load_city(SIPING, at=NOON, sample_password="second")
    assert all(person.check_password("first") for person in Staff.objects.all())


def test_an_account_of_the_office_is_left_alone() -> None:
    mine = Staff.objects.create(username="editor", name="真人", is_sample=False, password="x")
    load_city(SIPING, at=NOON, sample_password="first")
    mine.refresh_from_db()
    assert (mine.name, mine.is_sample, mine.password, list(mine.roles.all())) == (
        "真人",
        False,
        "x",
        [],
    )


def test_sample_accounts_that_are_not_wanted_are_switched_off_and_on_again() -> None:
    load(SIPING)
    report = load(replace(SIPING, staff=()))
    assert report.ended == Counter(Staff=len(SIPING.staff))
    assert not Staff.objects.filter(is_active=True).exists()
    load(SIPING)
    assert Staff.objects.filter(is_active=True).count() == len(SIPING.staff)


def test_a_real_citys_accounts_are_not_switched_on_or_off() -> None:
    real = replace(YUNTING, office=replace(YUNTING.office, sample=False))
    load(real)
    Staff.objects.filter(username="head").update(is_active=False)
    load(replace(real, staff=real.staff[1:]))
    states = dict(Staff.objects.values_list("username", "is_active"))
    assert (states["head"], states["desk"]) == (False, True)


def test_a_changed_role_of_a_person_is_given() -> None:
    load(YUNTING)
    desk = replace(YUNTING.staff[0], roles=("quality_desk", "front_desk"))
    report = load(replace(YUNTING, staff=(desk, *YUNTING.staff[1:])))
    assert report.updated == Counter(Role=1)
    person = Staff.objects.get(username="desk")
    assert sorted(role.code for role in person.roles.all()) == ["front_desk", "quality_desk"]


# --- later loads ----------------------------------------------------------------------------------


def test_a_changed_row_is_updated_and_nothing_else() -> None:
    load(YUNTING)
    limit = replace(YUNTING.limits[0], amount=10)
    role = replace(YUNTING.roles[0], name="接线员")
    changed = replace(
        YUNTING, limits=(limit, *YUNTING.limits[1:]), roles=(role, *YUNTING.roles[1:])
    )
    report = load(changed)
    assert (report.created, report.updated, report.ended) == (
        Counter(),
        Counter(TimeLimit=1, Role=1),
        Counter(),
    )
    assert TimeLimit.objects.get(clock="sign").amount == 10
    assert Role.objects.get(code="front_desk").name == "接线员"


def test_a_unit_that_moves_in_the_tree_is_moved() -> None:
    load(YUNTING)
    street = replace(YUNTING.departments[-1], parent="southbank_district")
    load(replace(YUNTING, departments=(*YUNTING.departments[:-1], street)))
    moved = Department.objects.get(code="stonegate_street")
    assert moved.parent == Department.objects.get(code="southbank_district")


def test_what_is_taken_out_is_ended_on_the_day_before() -> None:
    load(YUNTING)
    report = load(
        replace(
            YUNTING,
            channels=tuple(row for row in YUNTING.channels if row.code != "province_platform"),
            departments=YUNTING.departments[:-1],
            limits=YUNTING.limits[:4] + YUNTING.limits[5:],
        )
    )
    assert report.ended == Counter(Channel=1, Department=1, TimeLimit=1)
    assert Channel.objects.get(code="province_platform").valid_to == YESTERDAY
    assert Department.objects.get(code="stonegate_street").valid_to == YESTERDAY
    assert TimeLimit.objects.get(channel__code="province_platform").valid_to == YESTERDAY


def test_what_was_ended_stays_ended_once() -> None:
    load(YUNTING)
    shorter = replace(YUNTING, channels=YUNTING.channels[:-1])
    load(shorter)
    assert not load_city(shorter, at=NOON + timedelta(days=9)).changed
    assert Channel.objects.get(code="mini_program").valid_to is None


def test_what_comes_back_holds_again() -> None:
    load(YUNTING)
    load(replace(YUNTING, channels=YUNTING.channels[:-1]))
    assert load(YUNTING).updated == Counter(Channel=1)
    assert Channel.objects.get(code="province_platform").valid_to is None


def test_rows_without_dates_stay_and_are_told() -> None:
    load(YUNTING)
    report = load(replace(YUNTING, kinds=YUNTING.kinds[:-1], topics=YUNTING.topics[:-1]))
    assert not report.changed
    assert report.left == {"Kind": ["idea"], "Topic": ["D.2"]}
    assert Kind.objects.filter(code="idea").exists()


def test_a_new_tree_ends_the_one_before_it() -> None:
    load(YUNTING)
    second = replace(YUNTING.tree, code="second", valid_from=date(2026, 1, 1))
    report = load(replace(YUNTING, tree=second))
    assert report.created == Counter(TopicTree=1, Topic=len(YUNTING.topics))
    assert TopicTree.objects.get(code="first").valid_to == date(2025, 12, 31)
    assert Topic.objects.filter(code="A.1").count() == 2
    parent = Topic.objects.get(tree__code="second", code="A.1").parent
    assert parent is not None
    assert parent.tree.code == "second"


def test_a_corrected_name_replaces_the_wrong_one() -> None:
    load(YUNTING)
    unit = YUNTING.departments[5]
    name = replace(unit.names[0], name="市市集管理局", valid_from=date(2023, 5, 1))
    units = list(YUNTING.departments)
    units[5] = replace(unit, names=(name,))
    load(replace(YUNTING, departments=tuple(units)))
    rows = DepartmentName.objects.filter(department__code="market_bureau")
    assert [(row.name, row.valid_from) for row in rows] == [("市市集管理局", date(2023, 5, 1))]


def test_a_day_that_is_taken_back_is_removed_and_the_offices_own_stays() -> None:
    load(YUNTING)
    CalendarDay.objects.create(day=date(2025, 10, 9), is_workday=False, source="office")
    load(replace(YUNTING, days=()))
    assert [row.day for row in CalendarDay.objects.all()] == [date(2025, 10, 9)]


def test_another_citys_database_is_refused() -> None:
    load(YUNTING)
    with pytest.raises(Refused) as caught:
        load(SIPING)
    assert str(caught.value) == "这个数据库已属于云汀市，不能再载入四平市；请另用一个数据库。"
    assert Kind.objects.count() == len(YUNTING.kinds)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadCity) as caught:
        read_folder(tmp_path / "nowhere")
    assert str(caught.value) == "nowhere：没有这个城市的资料目录，或目录里没有文件"


def test_files_that_cannot_be_parsed_are_all_told(tmp_path: Path) -> None:
    folder = tmp_path / "yunting"
    shutil.copytree(CITIES / "yunting", folder)
    (folder / "kinds.toml").write_bytes("name = '咨询'".encode("gb18030"))
    (folder / "roles.toml").write_text("[[role]\n", "utf-8")
    with pytest.raises(BadCity) as caught:
        read_folder(folder)
    first, second = caught.value.faults
    assert str(first) == "kinds.toml：不是 UTF-8 编码，请另存为 UTF-8"
    assert str(second)[:27] == "roles.toml：写法不对，请改正后重试（Expe"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "yunting"
    shutil.copytree(CITIES / "yunting", folder)
    path = folder / "kinds.toml"
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    assert read_folder(folder) == YUNTING
