"""A backup is whole, private, never overwrites, and holds no key."""

from __future__ import annotations

import stat
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection

from hotline.records.models import Case
from hotline.records.queries.seals import seals_open
from hotline.records.sealing import unseal
from hotline.site.attachment_backup import pack, unpack
from hotline.site.commands import backup
from hotline.site.dumps import dump, restore
from hotline.site.environment import Environment
from hotline.site.postgres_programs import program
from hotline.site.preflight import wall_failures
from hotline.site.refusals import FAILED, NotReadyError
from tests.database_template import administrator
from tests.factories import make_city, taken_in


@pytest.mark.django_db(transaction=True)
def test_it_holds_the_rows_and_not_the_keys(tmp_path: Path) -> None:
    get_user_model().objects.create(username="taker", name="林晓禾")
    file = tmp_path / "hotline.dump"
    dump(file)
    text = subprocess.run(  # noqa: S603 - the wheel's own program
        [str(program("pg_restore")), "--file=-", str(file)], capture_output=True, check=True
    ).stdout.decode()
    assert "林晓禾" in text
    assert Path(settings.HOTLINE_KEYRING).read_text("utf-8")[20:50] not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """A way to work in a database of one's own in which there is nothing yet."""
    name = f"{connection.settings_dict['NAME']}_restored"

    @contextmanager
    def entered() -> Iterator[None]:
        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before

    with administrator() as administration:
        administration.execute(f"CREATE DATABASE {name}")
        yield entered
        administration.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_backed_up_comes_back_behind_its_walls(
    tmp_path: Path, empty_database: Callable[[], AbstractContextManager[None]]
) -> None:
    city = make_city()
    case = taken_in(city, name="甄示例")
    file = tmp_path / "hotline.dump"
    dump(file)
    with empty_database():
        restore(file)
        kept = Case.objects.select_related("citizen").get()
        assert (kept.number, list(wall_failures())) == (case.number, [])
        assert unseal("citizen", "name", kept.citizen_id, kept.citizen.name_sealed) == "甄示例"
        assert seals_open()
        with pytest.raises(NotReadyError, match="不是空的"):
            restore(file)
        with (
            pytest.raises(IntegrityError, match="append only"),
            connection.cursor() as cursor,
        ):  # a journal stays one
            cursor.execute("DELETE FROM records_journalentry")


@pytest.mark.parametrize("share", [0.0, 0.9])
def test_what_is_no_whole_backup_leaves_the_database_empty(
    tmp_path: Path, empty_database: Callable[[], AbstractContextManager[None]], share: float
) -> None:
    file = tmp_path / "hotline.dump"
    dump(file)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(share * len(whole))] or b"PK\x03\x04")
    with empty_database():
        with pytest.raises(NotReadyError, match="恢复失败"):
            restore(file)
        assert connection.introspection.table_names() == []


def test_attachments_come_back_and_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "sealed").write_bytes(b"sealed")
    (folder / "ab" / "gone").write_bytes(b"gone")
    place = Environment(attachments=str(folder))
    whole = pack(place, tmp_path / "hotline.dump")
    assert whole is not None
    (folder / "ab" / "gone").unlink()
    (folder / "ab" / "sealed").write_bytes(b"newer")
    assert unpack(place, whole) == 1
    assert (folder / "ab" / "gone").read_bytes() == b"gone"
    assert (folder / "ab" / "sealed").read_bytes() == b"newer"


def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "hotline.dump.attachments.tar"
    with tarfile.open(whole, "w") as archive:
        archive.addfile(tarfile.TarInfo("../outside"))
    with pytest.raises(tarfile.OutsideDestinationError):
        unpack(Environment(attachments=str(tmp_path / "attachments")), whole)
    assert not (tmp_path / "outside").exists()


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
        dump(tmp_path / "hotline.dump")
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
