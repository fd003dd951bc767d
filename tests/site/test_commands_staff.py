"""`hotline staff` and `hotline token`: who may sign in, and which programs may call."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from hotline.records.models import ApiToken, Staff, StaffEntry
from hotline.steps.setup.add_token import token_digest
from tests.factories import City
from tests.site.office import called, city, commands, refusal

__all__ = ["city", "commands"]
pytestmark = pytest.mark.django_db
PASSWORD = "water-lamp-orchard-9"
TAKER = ("--name", "林晓禾", "--role", "call_taker")


def added(*arguments: str, password: str = PASSWORD) -> tuple[int, str]:
    """The exit code, and everything that was said."""
    result = called("staff", "add", *arguments, "--password-stdin", typed=f"{password}\n")
    assert PASSWORD not in result.output
    return result.exit_code, result.output


def test_a_person_can_sign_in_at_once(city: City) -> None:
    assert added("lin.xiaohe", *TAKER) == (0, "已添加 / added: lin.xiaohe 林晓禾（话务员）\n")
    found = authenticate(RequestFactory().get("/"), username="lin.xiaohe", password=PASSWORD)
    assert isinstance(found, Staff)
    assert (found.name, found.department, found.is_sample) == ("林晓禾", None, False)
    assert [role.code for role in found.roles.all()] == ["call_taker"]


def test_roles_and_units_are_known_by_code_and_by_name(city: City) -> None:
    code, _ = added(
        "meng", "--name", "孟安然", "--role", "承办单位经办人", "--role", "supervisor",
        "--unit", "汀东区",
    )  # fmt: skip
    person = Staff.objects.get(username="meng")
    assert (code, person.department) == (0, city.units["east"])
    assert {role.code for role in person.roles.all()} == {"unit_clerk", "supervisor"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("li", "--name", "李", "--role", "king"), 2, "没有岗位“king”"),
        (("li", *TAKER, "--unit", "moon"), 2, "没有承办单位“moon”"),
        (("李", *TAKER), 1, "用户名应为"),
        (("l", *TAKER), 1, "用户名应为"),
        (("li", "--name", "  ", "--role", "call_taker"), 1, "请填写姓名"),
        (("li", "--name", "李\x1b[0m", "--role", "call_taker"), 1, "请填写姓名"),
        (("li", "--name", "李", "--role", "unit_clerk"), 1, "必须选择所属单位"),
        (("li", *TAKER, "--unit", "gone"), 1, "“撤销的局”已停用"),
    ],
)
def test_wrong_facts_are_named_and_nothing_is_made(
    city: City, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ended, said = added(*arguments)
    assert (ended, words in said) == (code, True)
    assert Staff.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "至少 8 个字符"),
        ("a7", "至少 8 个字符"),
        ("password1", "不要用常见的密码"),
        ("193847561029", "不要全是数字"),
        ("lin.xiaohe", "不要与用户名或姓名相近"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(city: City, password: str, words: str) -> None:
    code, said = added("lin.xiaohe", *TAKER, password=password)
    assert (code, words in said, "password is" in said) == (1, True, False)
    assert Staff.objects.count() == 0


def test_an_account_is_ended_with_its_tokens(city: City) -> None:
    added("lin", *TAKER)
    called("token", "add", "lin", "--name", "省平台接口")
    ended = called("staff", "deactivate", "lin")
    assert (ended.exit_code, ended.output) == (
        0,
        "已停用 / deactivated: lin 林晓禾（令牌 / tokens: 1）\n",
    )
    assert authenticate(RequestFactory().get("/"), username="lin", password=PASSWORD) is None
    assert ApiToken.objects.filter(revoked_at=None).count() == 0
    entries = StaffEntry.objects.order_by("pk").values_list("verb", "by", "whom__username")
    assert list(entries) == [("add", None, "lin"), ("deactivate", None, "lin")]
    assert refusal(called("staff", "deactivate", "lin"))[0] == 1
    code, said = refusal(called("staff", "deactivate", "nobody"))
    assert (code, "没有账号“nobody”" in said) == (2, True)


def test_a_name_is_given_once_whatever_its_letters(city: City) -> None:
    added("lin", *TAKER)
    code, said = added("LIN", *TAKER)
    assert (code, "已被使用" in said) == (1, True)


def test_without_a_terminal_no_password_is_asked(city: City) -> None:
    code, said = refusal(called("staff", "add", "lin", *TAKER))
    assert (code, "--password-stdin" in said) == (2, True)


@pytest.mark.parametrize(("second", "code"), [(PASSWORD, 0), ("something-else-7", 2)])
def test_the_password_is_asked_twice_and_never_shown(
    city: City, monkeypatch: pytest.MonkeyPatch, second: str, code: int
) -> None:
    monkeypatch.setattr("hotline.site.commands.staff.at_a_terminal", lambda: True)
    result = called("staff", "add", "lin", *TAKER, typed=f"{PASSWORD}\n{second}\n")
    assert (result.exit_code, Staff.objects.count()) == (code, 1 if code == 0 else 0)
    assert PASSWORD not in result.output


# --- tokens ---------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_kept_as_a_digest(city: City) -> None:
    city.person("call_taker")
    result = called("token", "add", "call_taker", "--name", "省平台接口")
    secret = result.stdout.strip()
    stored = ApiToken.objects.get()
    assert (result.exit_code, secret.startswith("hotline_"), len(secret) > 40) == (0, True, True)
    assert (stored.name, bytes(stored.digest)) == ("省平台接口", token_digest(secret))
    assert secret not in called("token", "list").output


def test_a_token_is_listed_and_revoked_once(city: City) -> None:
    city.person("call_taker")
    called("token", "add", "call_taker", "--name", "省平台接口")
    row = json.loads(called("token", "list", "--json").stdout)[0]
    assert (row["username"], row["name"], row["revoked_at"]) == ("call_taker", "省平台接口", None)
    assert called("token", "revoke", str(row["id"])).exit_code == 0
    assert json.loads(called("token", "list", "--json").stdout)[0]["revoked_at"] is not None
    assert refusal(called("token", "revoke", str(row["id"])))[0] == 1
    assert refusal(called("token", "revoke", "999999"))[0] == 2


def test_a_token_needs_a_living_account_and_a_name(city: City) -> None:
    person = city.person("call_taker")
    assert refusal(called("token", "add", "nobody", "--name", "x"))[0] == 2
    assert refusal(called("token", "add", "call_taker", "--name", " "))[0] == 1
    person.is_active = False
    person.save()
    assert refusal(called("token", "add", "call_taker", "--name", "x"))[0] == 1
    assert ApiToken.objects.count() == 0


def test_a_token_is_limited_to_scopes_and_to_a_last_day(city: City) -> None:
    city.person("call_taker")
    limits = ("--scope", "register", "--scope", "receive", "--expires", "2099-12-31")
    assert called("token", "add", "call_taker", "--name", "省平台接口", *limits).exit_code == 0
    row = json.loads(called("token", "list", "--json").stdout)[0]
    assert (row["scopes"], row["expires_on"], row["last_used_at"]) == (
        "receive register",
        "2099-12-31",
        None,
    )


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (("--scope", "everything"), 1),
        (("--scope", "dispatch"), 1),
        (("--expires", "2020-01-01"), 1),
        (("--expires", "tomorrow"), 2),
    ],
)
def test_a_limit_that_cannot_be_is_refused(city: City, limits: tuple[str, ...], code: int) -> None:
    city.person("call_taker")
    assert called("token", "add", "call_taker", "--name", "x", *limits).exit_code == code
    assert ApiToken.objects.count() == 0
