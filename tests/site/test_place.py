"""Where the embedded server lives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hotline.site import place as places
from hotline.site.place import LONGEST_SOCKET_PATH, SOCKET_NAME, SYSTEM_USER, embedded_place


@pytest.fixture
def reachable(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory about which only its own permissions count."""
    directory = tmp_path_factory.mktemp("reachable")
    monkeypatch.setattr(places, "others_can_reach", lambda path: path.stat().st_mode & 0o001 != 0)
    return directory


def test_an_ordinary_user_keeps_everything_in_var(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    place = embedded_place(tmp_path)
    assert (place.data, place.system_user, place.moved) == (tmp_path / "postgres", None, False)


def test_root_uses_a_system_user(reachable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    reachable.chmod(0o755)
    place = embedded_place(reachable)
    assert (place.data, place.system_user) == (reachable / "postgres", SYSTEM_USER)


def test_root_below_a_closed_directory_goes_outside_and_opens_nothing(
    reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    reachable.chmod(0o700)
    place = embedded_place(reachable)
    assert place.moved
    assert place.data.parent.parent == Path("/var/lib")
    assert reachable.stat().st_mode & 0o777 == 0o700


def test_a_long_path_gets_a_short_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    place = embedded_place(tmp_path / ("long" * 30))
    assert len(os.fsencode(place.socket / SOCKET_NAME)) <= LONGEST_SOCKET_PATH


def test_tests_never_touch_the_site_s_data(tmp_path: Path) -> None:
    assert embedded_place(tmp_path).data != embedded_place(tmp_path, throw_away=True).data
