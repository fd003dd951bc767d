"""Two worlds that differ in a confidence only: whoever may not know it is answered alike, to the
byte."""

from __future__ import annotations

import pytest

from tests.worlds.asking import differences
from tests.worlds.conftest import Worlds
from tests.worlds.scripts import HANDLING, KNOW_OF_IT, UNAUTHORISED, scripts
from tests.worlds.secrets_kept import PAIRS

WHO = [
    (pair, person)
    for pair in PAIRS
    for person in (*UNAUTHORISED, *HANDLING)
    if not (pair != "who called" and person in HANDLING)
    and not (pair == "whether anybody called" and person in KNOW_OF_IT)
]


@pytest.mark.parametrize(("pair", "person"), WHO)
def test_nobody_without_the_right_can_tell_the_worlds_apart(
    worlds: Worlds, pair: str, person: str
) -> None:
    one, other = PAIRS[pair]
    mine = scripts(worlds.of(one).named(), pair)[person]
    worlds.of(other)
    told = [
        differences(script, worlds.answers(one, script), worlds.answers(other, script))
        for script in mine
    ]
    if any(told):
        pytest.fail("\n\n".join(filter(None, told)), pytrace=False)
