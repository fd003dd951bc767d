"""The suite of the worlds can fail: a leak that is planted is found. And no log tells one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Q

from hotline.site.logs import json_lines
from tests.worlds.asking import Script, differences
from tests.worlds.city import ACCUSED, HANDLER, OTHER_TAKER
from tests.worlds.conftest import Worlds
from tests.worlds.scripts import moves, program_moves, scripts
from tests.worlds.secrets_kept import FIRST, FIRST_CALLERS, FIRST_WORDS, OTHERS_CALLED

# A leak: what is replaced, by what, and who would see it by which script.
LEAKS: dict[str, tuple[str, Callable[..., Any], str, str]] = {
    "an answer that gives every sender's own number": (
        "hotline.api.case_shown.knows_caller",
        lambda staff, case: True,
        f"unit_clerk-{HANDLER}",
        "program_cases",
    ),
    "a query that forgets what is confidential": (
        "hotline.records.queries.access._kept_from_office",
        lambda staff: Q(stepped_aside__contains=[staff.pk]),
        OTHER_TAKER,
        "search",
    ),
}


def script_of(worlds: Worlds, person: str, name: str) -> Script:
    """One script of the first pair."""
    mine = scripts(worlds.of(FIRST).named(), "who called")[person]
    return next(script for script in mine if script.name == name)


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_that_is_planted_is_found(worlds: Worlds, leak: str) -> None:
    place, planted, person, name = LEAKS[leak]
    script = script_of(worlds, person, name)
    worlds.of(OTHERS_CALLED)
    with patch(place, planted):
        told = differences(script, *(worlds.asked(w, script) for w in (FIRST, OTHERS_CALLED)))
    assert told.startswith(f"{person}: {name}\nGET ")


@pytest.mark.parametrize("person", [OTHER_TAKER, f"unit_clerk-{ACCUSED}"])
def test_a_move_on_a_confidential_case_is_answered_as_on_none(worlds: Worlds, person: str) -> None:
    named = worlds.of(FIRST).named()
    secret, none = named["secret"][0], "YT20220406-999999"
    nowhere = {**named, "secret": [none, *named["secret"][1:]]}
    for ask in (moves, program_moves):
        one, other = (
            worlds.asked(FIRST, Script(person, ask.__name__, tuple(ask(each))))
            for each in (named, nowhere)
        )
        assert [a.replace(secret.encode(), none.encode()) for a in one] == other


def test_nothing_confidential_is_logged(worlds: Worlds) -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_lines())
    logging.getLogger().addHandler(handler)
    try:
        for name in ("search", "by_number", "sent_again", "office"):
            worlds.asked(FIRST, script_of(worlds, OTHER_TAKER, name))
    finally:
        logging.getLogger().removeHandler(handler)
    lines = stream.getvalue()
    assert lines.count('"event": "request"') > 40
    kept = [fact for who in FIRST_CALLERS for fact in who.facts()]
    kept += [fact for words in FIRST_WORDS for fact in words.facts()]
    assert [fact for fact in kept if fact in lines] == []
