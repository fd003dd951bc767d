"""The life of an article: the table, every move from every place, and what a text must say."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from hotline.rules.articles import (
    ARTICLE_MOVES,
    LIMITS,
    STAGE_NAMES,
    STANDING_NAMES,
    ArticleText,
    Stage,
    Standing,
    link_lines,
    open_article_verbs,
)
from hotline.rules.permits import PERMITS

PLACES = list(product(("draft", "submitted", "reviewed", "settled"), Standing))
# Written out by hand: from which stage and standing (* is any), to which (- stays).
TABLE = """
edit        draft               *                            draft      -
revise      settled             published,expired,withdrawn  draft      -
drop        draft               published,expired,withdrawn  settled    -
submit      draft               *                            submitted  -
review      submitted           *                            reviewed   -
send_back   submitted,reviewed  *                            draft      -
publish     reviewed            *                            settled    published
renew       *                   published,expired            -          published
expire      *                   published                    -          expired
open        *                   published                    -          -
keep_in     *                   published,expired,withdrawn  -          -
withdraw    *                   published,expired            -          withdrawn
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def _fits(place: str, given: str) -> bool:
    return given == "*" or place in given.split(",")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
@pytest.mark.parametrize(("stage", "standing"), PLACES)
def test_a_move_starts_and_lands_where_the_table_says(
    row: list[str], stage: str, standing: Standing
) -> None:
    verb, stages, standings, to_stage, to_standing = row
    move = ARTICLE_MOVES[verb]
    here = (Stage(stage), standing)
    assert move.is_open(*here) == (_fits(stage, stages) and _fits(standing, standings))
    wanted = (
        stage if to_stage == "-" else to_stage,
        standing if to_standing == "-" else to_standing,
    )
    assert move.lands_on(*here) == wanted


def test_the_table_has_these_moves_and_writing_and_no_other() -> None:
    assert set(ARTICLE_MOVES) == {"write", *(row[0] for row in ROWS)}
    assert [
        place for place in PLACES if ARTICLE_MOVES["write"].is_open(Stage(place[0]), place[1])
    ] == []


def test_open_verbs_come_in_the_tables_order() -> None:
    assert open_article_verbs(Stage.DRAFT, Standing.PUBLISHED) == (
        "edit",
        "drop",
        "submit",
        "renew",
        "expire",
        "open",
        "keep_in",
        "withdraw",
    )
    assert open_article_verbs(Stage.SETTLED, Standing.WITHDRAWN) == ("revise", "keep_in")


def test_every_permit_and_every_place_has_a_name() -> None:
    assert {move.permit for move in ARTICLE_MOVES.values()} - set(PERMITS) == set()
    assert (set(STAGE_NAMES), set(STANDING_NAMES)) == (set(Stage), set(Standing))


RIGHT = {
    "title": "标题",
    "answer": "答复",
    "topics": ("01",),
    "valid_from": date(2026, 1, 1),
    "expires_on": date(2026, 1, 2),
}


def _faults(**facts: object) -> list[str]:
    return [field for field, _ in ArticleText(**{**RIGHT, **facts}).faults()]


def test_a_right_text_has_no_fault() -> None:
    assert _faults(links="https://example.invalid/a\nhttp://example.invalid") == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "  "}, "title"),
        ({"answer": ""}, "answer"),
        ({"topics": ()}, "topics"),
        ({"topics": tuple("abcdef")}, "topics"),
        ({"expires_on": date(2026, 1, 1)}, "expires_on"),
        ({"links": "javascript:alert(1)"}, "links"),
        ({"links": "https://a\nftp://b"}, "links"),
        ({"text": "空\0字符"}, "text"),
    ],
)
def test_a_wrong_text_names_what_to_mend(facts: dict[str, object], field: str) -> None:
    assert _faults(**facts) == [field]


@pytest.mark.parametrize("name", LIMITS)
def test_each_part_has_its_longest(name: str) -> None:
    start = "https://" if name == "links" else ""
    whole = start + "长" * (LIMITS[name] - len(start))
    assert (_faults(**{name: whole}), _faults(**{name: f"{whole}长"})) == ([], [name])


def test_links_are_lines_without_blanks() -> None:
    assert link_lines(" https://a \n\n https://b") == ("https://a", "https://b")
