"""What must be right before the site starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection

from hotline.site import preflight
from hotline.site.environment import Environment
from hotline.site.preflight import (
    check_before_migrating,
    check_before_serving,
    database_failures,
    encoding_failures,
    production_failures,
    serving_warnings,
    trigram_failures,
    version_failures,
)
from hotline.site.refusals import NOT_READY, NotReadyError

LONG = "x" * 50


@pytest.mark.django_db
def test_this_server_is_fit() -> None:
    assert list(database_failures()) == []


@pytest.mark.parametrize(("version", "count"), [(140_009, 1), (150_000, 0), (180_006, 0)])
def test_a_server_before_15_is_refused(version: int, count: int) -> None:
    assert len(list(version_failures(version))) == count


@pytest.mark.parametrize(("encoding", "count"), [("SQL_ASCII", 1), ("EUC_CN", 1), ("UTF8", 0)])
def test_an_encoding_that_loses_characters_is_refused(encoding: str, count: int) -> None:
    assert len(list(encoding_failures(encoding))) == count


@pytest.mark.django_db
def test_a_server_without_chinese_trigrams_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.site.preflight._asked", lambda query: "0")
    (line,) = trigram_failures()
    assert "LC_CTYPE 'C.UTF-8'" in line


@pytest.mark.django_db
def test_a_server_that_cannot_be_reached_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refused)
    with pytest.raises(NotReadyError) as caught:
        check_before_migrating()
    assert caught.value.message == (
        "无法连接数据库,请检查 DATABASE_URL 与数据库服务 / the database cannot be reached: "
        "connection refused"
    )
    assert caught.value.exit_code == NOT_READY


@pytest.mark.django_db
def test_production_refuses_sample_accounts_and_a_short_secret(tmp_path: Path) -> None:
    get_user_model().objects.create(username="taker", name="林晓禾", is_sample=True)
    with pytest.raises(NotReadyError) as caught:
        check_before_serving(Environment(env="production", secret_key="short", var=tmp_path))
    assert [line[:12] for line in caught.value.message.split("\n✗ ")] == [
        "HOTLINE_SECR",
        "生产环境中存在 1 个示",
    ]


@pytest.mark.django_db
def test_production_refuses_any_host_and_a_key_ring_open_to_everyone(tmp_path: Path) -> None:
    ring = tmp_path / "keys.json"
    ring.touch()
    ring.chmod(0o644)
    environment = Environment(env="production", secret_key=LONG, var=tmp_path, allowed_hosts=("*",))
    with pytest.raises(NotReadyError) as caught:
        check_before_serving(environment)
    lines = caught.value.message.split("\n✗ ")
    assert (len(lines), f"chmod 600 {ring}" in lines[0], "HOTLINE_ALLOWED_HOSTS" in lines[1]) == (
        2,
        True,
        True,
    )


@pytest.mark.django_db
def test_production_without_either_starts(tmp_path: Path) -> None:
    check_before_serving(Environment(env="production", secret_key=LONG, var=tmp_path))


@pytest.mark.django_db
def test_development_may_have_sample_accounts(tmp_path: Path) -> None:
    get_user_model().objects.create(username="taker", name="林晓禾", is_sample=True)
    check_before_serving(Environment(var=tmp_path))


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "refused"), [("", 0), ("tcp://clamav:3310", 0), ("clamav", 1)])
def test_a_scanner_that_cannot_be_read_stops_production(address: str, refused: int) -> None:
    office = Environment(env="production", secret_key=LONG, scanner=address)
    lines = [line for line in production_failures(office) if "HOTLINE_SCANNER" in line]
    assert len(lines) == refused


@pytest.mark.parametrize(
    ("env", "scanner", "told"),
    [("production", "", 1), ("production", "tcp://clamav", 0), ("development", "", 0)],
)
def test_production_without_a_scanner_is_told_so(env: str, scanner: str, told: int) -> None:
    lines = list(serving_warnings(Environment(env=env, scanner=scanner)))
    assert len(lines) == told


@pytest.mark.django_db
def test_the_wall_stands_and_the_sites_account_is_as_weak_as_it_should_be() -> None:
    assert [*preflight.wall_failures(), *preflight.weaknesses()] == []


@pytest.mark.django_db
def test_a_table_without_the_wall_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "walled", lambda: {"records_case": "", "records_office": ""})
    [told] = preflight.wall_failures()
    assert "records_office" in told
    assert "records_case" not in told
    assert "./hotline migrate" in told
