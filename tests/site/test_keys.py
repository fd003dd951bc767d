"""Keys are made once, private to their owner, and never unseen in production."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hotline.records.sealing import KeyRing
from hotline.site.environment import BadSettingError, Environment
from hotline.site.keys import KeyRingMissingError, ensure_key_ring, sample_password, secret_key


def test_development_makes_a_private_key_ring_once(tmp_path: Path) -> None:
    read = Environment(var=tmp_path / "var")
    path = ensure_key_ring(read)
    first = path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(KeyRing.from_file(path).sealing) == {1}
    assert ensure_key_ring(read).read_text("utf-8") == first


def test_production_refuses_to_make_a_key_ring(tmp_path: Path) -> None:
    read = Environment(env="production", var=tmp_path)
    with pytest.raises(KeyRingMissingError, match="缺少密钥文件"):
        ensure_key_ring(read)
    assert list(tmp_path.iterdir()) == []


def test_development_keeps_its_secret_key(tmp_path: Path) -> None:
    read = Environment(var=tmp_path)
    assert secret_key(read) == secret_key(read)
    assert secret_key(read) != secret_key(Environment(var=tmp_path / "other"))


def test_production_demands_a_secret_key(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="HOTLINE_SECRET_KEY"):
        secret_key(Environment(env="production", var=tmp_path))


def test_each_installation_has_its_own_sample_password(tmp_path: Path) -> None:
    here, there = Environment(var=tmp_path / "a"), Environment(var=tmp_path / "b")
    assert sample_password(here) == sample_password(here)
    assert sample_password(here) != sample_password(there)
