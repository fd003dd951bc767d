"""Permits: the words that roles are made of, and the refusal of who has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.rules.city import RoleRow
from hotline.rules.life import MOVES
from hotline.rules.permits import OFFICE_VERBS, PERMITS, VIEWS, NotPermitted, permits_of
from hotline.steps.setup.load_city import read_folder

CITIES = Path(__file__).resolve().parents[2] / "cities"
STEPS = Path(__file__).resolve().parents[2] / "src" / "hotline" / "steps"
# The folders of the moves of a case; other things have steps of their own beside them.
FOLDERS = ("", "duty", "waiting", "joining", "guarding", "oversight", "roads")
PATHS = [path for folder in FOLDERS for path in (STEPS / folder).glob("*.py")]
FILES = {path.stem: path.read_text("utf-8") for path in PATHS}
# Watching over a case comes with the sweep of the clocks.
TO_COME = {"urge", "supervise", "raise_supervision", "end_supervision"} - set(FILES)
BUILT = [verb for verb in MOVES if verb not in TO_COME]

# A verb whose file bears another name.
ELSEWHERE = {"try_call_back": "call_back"}
OFFICE_FILES = {
    "receive": "receive",
    "reveal": "reveal",
    "import_arrivals": "import_file",
    "retry_quarantine": "quarantine",
    "count": "count",
    "draft_bulletin": "draft",
    "submit_bulletin": "submit",
    "publish_bulletin": "publish",
    "withdraw_bulletin": "publish",
    "ask_correction": "knowledge/ask_correction",
    "settle_correction": "knowledge/settle_correction",
    "arrange_deputies": "access/lend",
    **dict.fromkeys(("write_article", "review_article", "publish_article"), "../rules/articles"),
    "manage_forms": "reference/write_form",
    "manage_dispatch_rules": "write_dispatch_rule",
    "sample_quality": "quality/draw_sample",
    "report_calls": "calling/report",
    "manage_reference": "reference/keeping",
    "manage_roads": "roads/keep_road",
    "manage_engines": "reading/keep_engine",
    "keep_places": "reading/settle_place",
    "manage_issues": "issues/arranging",
    "call_missed": "calling/answer_missed",
    "hear_recordings": "calling/listen",
    "publish_answers": "following/publish_answer",
}


def roles_of(city: str) -> tuple[RoleRow, ...]:
    return read_folder(CITIES / city).roles


def test_every_verb_of_a_case_is_a_permit() -> None:
    assert {verb: PERMITS.get(verb) for verb in MOVES} == {
        verb: move.name for verb, move in MOVES.items()
    }


def test_every_permit_that_a_move_asks_for_exists() -> None:
    assert [move.permit for move in MOVES.values() if move.permit not in PERMITS] == []


def test_verbs_office_verbs_and_views_share_no_word() -> None:
    assert len(PERMITS) == len(MOVES) + len(OFFICE_VERBS) + len(VIEWS)


@pytest.mark.parametrize("verb", BUILT)
def test_every_verb_has_a_file_of_steps_with_its_function(verb: str) -> None:
    name = ELSEWHERE.get(verb, verb)
    text = FILES[name]
    assert (f"\ndef {name}(" in text, f'"{verb}"' in text or verb == "register") == (True, True)


def test_every_file_that_moves_a_case_bears_the_name_of_a_verb() -> None:
    opens = ("with moving(", "with opening(", "return tell_and_end(")
    moving = {name for name, text in FILES.items() if any(words in text for words in opens)}
    assert moving - {"ending"} == {ELSEWHERE.get(verb, verb) for verb in BUILT}


@pytest.mark.parametrize("verb", OFFICE_VERBS)
def test_every_office_verb_is_asked_for_in_its_file(verb: str) -> None:
    files = [STEPS / f"{OFFICE_FILES.get(verb, verb)}.py", STEPS / "bulletin_moving.py"]
    assert any(f'"{verb}"' in path.read_text("utf-8") for path in files if path.exists())


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_every_permit_of_a_case_is_carried_by_some_role(city: str) -> None:
    carried = permits_of(role.permits for role in roles_of(city))
    assert {move.permit for move in MOVES.values()} - carried == set()


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_no_role_both_writes_a_reply_and_reviews_it(city: str) -> None:
    both = {"reply", "review"}
    assert [role.code for role in roles_of(city) if both <= set(role.permits)] == []


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_no_role_both_drafts_a_bulletin_and_publishes_it(city: str) -> None:
    both = {"draft_bulletin", "publish_bulletin"}
    assert [role.code for role in roles_of(city) if both <= set(role.permits)] == []


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_who_creates_users_reads_neither_the_audit_nor_cases(city: str) -> None:
    reading = {"see_journal", "see_all_cases", "see_unit_cases", "reveal"}
    able = [set(role.permits) for role in roles_of(city) if "manage_staff" in role.permits]
    assert [permits & (reading | set(MOVES)) for permits in able] == [set()]


def test_the_three_administrators_of_siping_share_nothing_and_move_no_case() -> None:
    admins = [set(role.permits) for role in roles_of("siping") if role.code.endswith("_admin")]
    assert len(admins) == 3
    assert sum(map(len, admins)) == len(set.union(*admins))
    assert set.union(*admins) & (set(MOVES) | {"see_all_cases", "see_unit_cases"}) == set()


def test_a_persons_permits_are_those_of_all_roles_together() -> None:
    assert permits_of([["sign", "reply"], ["reply", "reveal"], []]) == {"sign", "reply", "reveal"}


def test_a_person_without_roles_has_no_permit() -> None:
    assert permits_of([]) == frozenset()


@pytest.mark.parametrize(
    ("permit", "named"),
    [("dispatch", "派单"), ("reveal", "查看个人信息"), ("fly", "fly")],
)
def test_a_refusal_names_the_permit_in_chinese(permit: str, named: str) -> None:
    refused = NotPermitted(permit)
    assert (refused.permit, str(refused)) == (
        permit,
        f"您的岗位没有“{named}”的权限，请与管理员联系。",
    )
