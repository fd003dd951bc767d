"""The style page shows every component, so that a change of style can be looked at in one place."""

from __future__ import annotations

from hotline.rules.life import Status
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read

TONES = ("fine", "soon", "late", "kept", "missed", "none")
SHOWN = ("form-errors", "field-error", "empty-box", "toast-error", "preview", "segments", "usual")


def test_every_component_is_shown(city: City, sign_in: SignIn) -> None:
    page = read(sign_in(city.person("call_taker")).get("/desk/styles"))
    shown = {name for node in page.all() for name in node.attrs.get("class", "").split()}
    chips = {f"chip-{status.value}" for status in Status}
    clocks = {f"clock-{tone}" for tone in TONES}
    assert {*SHOWN, *chips, *clocks} - shown == set()
