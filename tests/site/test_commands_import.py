"""`hotline import` and `hotline quarantine`: a file in, and what was kept aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hotline.records.models import Case, ImportMapping, Quarantined
from hotline.site.commands import import_arrivals
from tests.damaged_rows import DAMAGED, HEADER_LINE, damaged_file, good_row, line
from tests.factories import City
from tests.site.office import called, city, commands, refusal

__all__ = ["city", "commands"]
pytestmark = pytest.mark.django_db
GOOD = len(DAMAGED) + 1
CHANNEL = ("--channel", "mayor_mailbox")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The damaged file on disk."""
    path = tmp_path / "来信.csv"
    path.write_bytes(damaged_file())
    return path


def as_json(*arguments: str) -> Any:
    """What a command prints for programs."""
    result = called(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def imported(*arguments: str) -> tuple[int, ...]:
    """The counts of one import."""
    shown = as_json("import", *arguments)
    return tuple(shown[name] for name in ("read", "new", "repeated", "quarantined"))


# --- import ---------------------------------------------------------------------------------------


def test_a_file_is_counted_for_people(city: City, file: Path) -> None:
    shown = called("import", str(file), *CHANNEL)
    assert shown.exit_code == 0
    assert f"读取 {GOOD + 20}，新增 {GOOD}，重复 0，隔离 20" in shown.stdout
    assert "quarantine list" in shown.stdout


def test_a_second_run_adds_nothing(city: City, file: Path) -> None:
    assert imported(str(file), *CHANNEL) == (GOOD + 20, GOOD, 0, 20)
    assert imported(str(file), *CHANNEL) == (GOOD + 20, 0, GOOD + 20, 0)


def test_a_trial_leaves_nothing(city: City, file: Path) -> None:
    assert imported(str(file), *CHANNEL, "--dry-run") == (GOOD + 20, GOOD, 0, 20)
    assert (Case.objects.count(), Quarantined.objects.count()) == (0, 0)


@pytest.mark.parametrize("words", ["mayor_mailbox", "市长信箱"])
def test_a_channel_is_known_by_code_and_by_name(city: City, file: Path, words: str) -> None:
    assert imported(str(file), "--channel", words)[1] == GOOD


def test_an_unknown_channel_ends_with_2_and_names_the_known(city: City, file: Path) -> None:
    code, said = refusal(called("import", str(file), "--channel", "fax"))
    assert (code, "mayor_mailbox（市长信箱）" in said) == (2, True)


def test_a_mapping_is_a_file(city: City, tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_text("号,何时,何事\nA1,06.04.2022 08:05,路灯不亮\n", "utf-8")
    mapping = tmp_path / "表.toml"
    mapping.write_text(
        'name = "某平台"\ndate_formats = ["%d.%m.%Y %H:%M"]\n'
        '[columns]\nexternal_number = "号"\narrived_at = "何时"\ntext = "何事"\n',
        "utf-8",
    )
    assert imported(str(table), *CHANNEL, "--mapping", str(mapping)) == (1, 1, 0, 0)


def test_a_mapping_is_one_of_the_citys(city: City, tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_text("号,何时,何事\nA1,2022-04-06,路灯不亮\n", "utf-8")
    columns = {"external_number": "号", "arrived_at": "何时", "text": "何事"}
    ImportMapping.objects.create(code="plain", name="简表", columns={"columns": columns})
    assert imported(str(table), *CHANNEL, "--mapping", "plain") == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "没有列对应表"),
        ("[columns", "TOML"),
        ('[columns]\ntext = "内容"\n', "来件时间"),
        ('[columns]\nweather = "天气"\n', "weather"),
    ],
)
def test_a_wrong_mapping_ends_with_2(
    city: City, file: Path, tmp_path: Path, content: str | None, words: str
) -> None:
    mapping = tmp_path / "m.toml"
    if content is not None:
        mapping.write_text(content, "utf-8")
    code, said = refusal(called("import", str(file), *CHANNEL, "--mapping", str(mapping)))
    assert (code, words in said) == (2, True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00\x01\x02", "甲,乙\n1,2\n".encode()])
def test_a_file_that_cannot_be_read_ends_with_1(city: City, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert refusal(called("import", str(path), *CHANNEL))[0] == 1
    told = called("import", str(path), *CHANNEL, "--json")
    assert (told.exit_code, json.loads(told.stdout)["status"]) == (1, "failed")


def test_a_file_that_is_not_there_ends_with_2(city: City, tmp_path: Path) -> None:
    assert refusal(called("import", str(tmp_path / "no.csv"), *CHANNEL))[0] == 2
    assert refusal(called("import", str(tmp_path), *CHANNEL))[0] == 2


def test_a_name_that_is_no_text_is_stored_all_the_same(city: City, tmp_path: Path) -> None:
    path = tmp_path / b"\xc0\xb4\xd0\xc5.csv".decode("utf-8", "surrogateescape")
    path.write_bytes(HEADER_LINE + good_row(1))
    assert imported(str(path), *CHANNEL) == (1, 1, 0, 0)


def test_long_work_shows_a_bar_on_standard_error(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_arrivals, "QUIET_SECONDS", -1.0)
    path = tmp_path / "x.csv"
    path.write_bytes(HEADER_LINE + b"".join(good_row(number) for number in range(1, 202)))
    shown = called("import", str(path), *CHANNEL, "--json")
    assert "导入" in shown.stderr
    assert json.loads(shown.stdout)["new"] == 201


def test_without_a_city_the_remedy_is_named(db: None, commands: None, file: Path) -> None:
    code, said = refusal(called("import", str(file), *CHANNEL))
    assert (code, "hotline run" in said) == (3, True)


# --- quarantine -----------------------------------------------------------------------------------


@pytest.fixture
def held(city: City, file: Path) -> list[dict[str, Any]]:
    """The list of the twenty records."""
    imported(str(file), *CHANNEL)
    rows: list[dict[str, Any]] = as_json("quarantine", "list")
    return rows


def test_the_list_names_place_and_reason_and_no_words(held: list[dict[str, Any]]) -> None:
    assert [row["reason"] for row in held] == [row.code for row in DAMAGED]
    assert {row["file"] for row in held} == {"来信.csv"}
    shown = called("quarantine", "list").stdout
    assert [row["id"] for row in held] == [line.split()[0] for line in shown.splitlines()[1:]]
    assert "青禾" not in shown + json.dumps(held, ensure_ascii=False)


def test_an_empty_list_says_so(city: City) -> None:
    assert "没有隔离的记录" in called("quarantine", "list").stdout
    assert as_json("quarantine", "list") == []


def test_a_record_is_shown_with_its_cells(held: list[dict[str, Any]]) -> None:
    shown = as_json("quarantine", "show", held[2]["id"])
    assert shown["cells"]["时间"] == "2022/2/30 9:00:00"
    assert "时间 = 2022/2/30 9:00:00" in called("quarantine", "show", held[2]["id"]).stdout


def test_what_a_terminal_would_obey_is_shown_and_not_sent(city: City, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    evil = line("E1", title="\x1b[31m红\x9b2J", text="").encode()
    path.write_bytes(HEADER_LINE + good_row(1) + evil)
    imported(str(path), *CHANNEL)
    shown = called("quarantine", "show", str(Quarantined.objects.get().pk)).stdout
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert r"标题 = \x1b[31m红\x9b2J" in shown


def test_senders_are_masked_unless_asked_for(city: City, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("编号,姓名,电话,时间,内容\nE1,艾思远,13900000000,昨天,路灯\n", "utf-8")
    imported(str(path), *CHANNEL)
    record = str(Quarantined.objects.get().pk)
    masked = called("quarantine", "show", record).stdout
    assert ("艾思远" in masked, "13900000000" in masked, "路灯" in masked) == (False, False, True)
    plain = called("quarantine", "show", record, "--plain").stdout
    assert ("艾思远" in plain, "13900000000" in plain) == (True, True)


def test_a_row_in_another_encoding_is_taken_in(held: list[dict[str, Any]]) -> None:
    record = held[7]["id"]
    assert refusal(called("quarantine", "retry", record))[0] == 1
    taken = as_json("quarantine", "retry", record, "--encoding", "gb18030")
    assert taken["case"] == Case.objects.get(external_number="D8").number
    assert record not in [row["id"] for row in as_json("quarantine", "list")]
    assert record in [row["id"] for row in as_json("quarantine", "list", "--all")]


def test_only_the_wrong_cell_has_to_be_typed(held: list[dict[str, Any]], tmp_path: Path) -> None:
    cells = tmp_path / "c.json"
    cells.write_text('{"时间": "2022-02-28 09:00"}', "utf-8")
    taken = as_json("quarantine", "retry", held[2]["id"], "--cells", str(cells))
    case = Case.objects.get(external_number="D3")
    assert (taken["status"], taken["case"], case.title) == ("released", case.number, "路灯")


@pytest.mark.parametrize(
    "content", ["", "[]", '{"时间": 5}', '{"钟点": "9:00"}', "{", "\ud83d"], ids=str
)
def test_wrong_corrections_end_with_2(
    held: list[dict[str, Any]], tmp_path: Path, content: str
) -> None:
    cells = tmp_path / "c.json"
    cells.write_bytes(content.encode("utf-8", "surrogatepass"))
    arguments = ("quarantine", "retry", held[2]["id"], "--cells", str(cells))
    assert refusal(called(*arguments))[0] == 2
    assert Case.objects.filter(external_number="D3").count() == 0


def test_a_record_is_put_aside_once(held: list[dict[str, Any]]) -> None:
    assert as_json("quarantine", "discard", held[0]["id"])["status"] == "discarded"
    assert refusal(called("quarantine", "discard", held[0]["id"]))[0] == 1


@pytest.mark.parametrize("record", ["1", "x\x1b", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_record_ends_with_2(city: City, record: str) -> None:
    for verb in ("show", "retry", "discard"):
        assert refusal(called("quarantine", verb, record))[0] == 2
