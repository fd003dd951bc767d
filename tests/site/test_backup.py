"""A backup is whole, private, never overwrites, and holds no key."""

from __future__ import annotations

import stat
import subprocess
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from hotline.site.attachment_backup import pack
from hotline.site.commands import backup
from hotline.site.environment import Environment
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


def test_the_attachments_folder_goes_beside_it_private(tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "sealed").write_bytes(b"sealed")
    file = tmp_path / "hotline.dump"
    whole = pack(Environment(attachments=str(folder)), file)
    assert whole == tmp_path / "hotline.dump.attachments.tar"
    assert stat.S_IMODE(whole.stat().st_mode) == 0o600
    with tarfile.open(whole) as archive:
        assert [(row.name, row.size) for row in archive.getmembers()] == [("ab/sealed", 6)]


@pytest.mark.parametrize("place", ["", "s3://bucket"])
def test_without_a_folder_there_is_nothing_beside_it(tmp_path: Path, place: str) -> None:
    assert pack(Environment(var=tmp_path, attachments=place), tmp_path / "hotline.dump") is None
    assert list(tmp_path.iterdir()) == []


def test_attachments_of_an_earlier_backup_are_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "hotline.dump.attachments.tar").write_text("precious", "utf-8")
    ended = CliRunner().invoke(backup.command, [str(tmp_path / "hotline.dump")])
    assert (ended.exit_code, "文件已存在" in ended.stderr) == (FAILED, True)
