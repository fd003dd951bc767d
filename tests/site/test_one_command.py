"""The one command from a clone: it changes nothing that belongs to another."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hotline.site.environment import ROOT


@pytest.mark.parametrize("made", [".venv", "node_modules"])
def test_packages_that_lie_elsewhere_are_left_alone(tmp_path: Path, made: str) -> None:
    clone, elsewhere = tmp_path / "clone", tmp_path / "elsewhere"
    for folder in (clone, elsewhere):
        folder.mkdir()
    shutil.copy(ROOT / "hotline", clone)
    (clone / made).symlink_to(elsewhere)
    line = [sys.executable, str(clone / "hotline"), "help"]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (ended.returncode, list(elsewhere.iterdir())) == (3, [])
    assert f"{made} 是指向别处的链接,请删除后重试" in ended.stderr
