"""A backup is whole, private, never overwrites, and holds no key."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from hotline.site.commands import backup
from hotline.site.postgres_programs import program
from hotline.site.refusals import FAILED, NotReadyError


@pytest.mark.django_db(transaction=True)
def test_it_holds_the_rows_and_not_the_keys(tmp_path: Path) -> None:
    get_user_model().objects.create(username="taker", name="林晓禾")
    file = tmp_path / "hotline.dump"
    backup.dump(file)
    text = subprocess.run(  # noqa: S603 - the wheel's own program
        [str(program("pg_restore")), "--file=-", str(file)], capture_output=True, check=True
    ).stdout.decode()
    assert "林晓禾" in text
    assert Path(settings.HOTLINE_KEYRING).read_text("utf-8")[20:50] not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "precious"
    file.write_text("precious", "utf-8")
    ended = CliRunner().invoke(backup.command, [str(file)])
    assert (ended.exit_code, file.read_text("utf-8")) == (FAILED, "precious")
    assert "文件已存在" in ended.stderr


@pytest.mark.django_db
def test_a_failed_backup_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "there_is_no_such_database")
    with pytest.raises(NotReadyError, match=r"备份失败.*there_is_no_such_database"):
        backup.dump(tmp_path / "hotline.dump")
    assert list(tmp_path.iterdir()) == []
