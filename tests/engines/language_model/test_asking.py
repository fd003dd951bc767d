"""Asking a model: nothing of a person goes out, nothing unfounded comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hotline.engines.language_model.asking import ask
from hotline.engines.language_model.holding import numbers_of, value_of
from hotline.engines.language_model.talking import Connection
from hotline.engines.language_model.tasks import TASKS
from tests.engines.language_model.injections import OBEDIENT, ORDERS, PETITION
from tests.model_server import ModelServer, model_server

GOOD = {"标题": "示例路路灯损坏", "摘要": "〖姓名1〗反映示例路路灯坏了三天。", "要求": ["尽快修好"]}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as stand_in:
        stand_in.says = lambda body: json.dumps(GOOD, ensure_ascii=False)
        yield stand_in


def connection(server: ModelServer, **facts: object) -> Connection:
    known = Connection(server.address, "local-model", key=server.key, seconds=3)
    return replace(known, **facts)  # type: ignore[arg-type]


def test_the_caller_is_a_mark_on_the_way_and_a_name_again_in_the_draft(server: ModelServer) -> None:
    asked = ask(connection(server), TASKS["summary"], {"诉求": PETITION})
    assert (asked.outcome, asked.why) == ("answered", "")
    assert server.material() == {
        "诉求": "示例路路灯坏了 3 天，村民〖姓名1〗，电话〖电话1〗，请尽快修好。"
    }
    assert ("甄示例" in asked.sent, "15400000001" in asked.sent) == (False, False)
    assert asked.answer["摘要"] == "甄示例反映示例路路灯坏了三天。"
    assert (asked.tokens_in, asked.tokens_out) == (120, 30)


def test_one_person_has_one_mark_in_all_texts(server: ModelServer) -> None:
    server.says = lambda body: '{"问题": []}'
    given = {"诉求": "村民甄示例反映路灯坏了。", "答复": "村民甄示例您好，已修复。"}
    assert ask(connection(server), TASKS["check"], given).outcome == "answered"
    assert [text.count("〖姓名1〗") for text in server.material().values()] == [1, 1]


@pytest.mark.parametrize("order", ORDERS)
def test_orders_in_a_petition_go_out_as_data_and_change_nothing(
    server: ModelServer, order: str
) -> None:
    asked = ask(connection(server), TASKS["summary"], {"诉求": PETITION + order})
    system, user = server.asked[-1]["messages"]
    assert system["content"] == TASKS["summary"].instructions
    assert list(json.loads(user["content"])) == ["材料"]
    assert list(server.material()) == ["诉求"]
    assert (asked.outcome, dict(asked.answer)["要求"]) == ("answered", ["尽快修好"])


@pytest.mark.parametrize("said", OBEDIENT)
@pytest.mark.parametrize("wrapped", ["{}", "```json\n{}\n```"])
def test_what_a_model_that_obeys_them_says_is_refused(
    server: ModelServer, said: str, wrapped: str
) -> None:
    server.says = lambda body: wrapped.replace("{}", said)
    asked = ask(connection(server), TASKS["summary"], {"诉求": PETITION})
    assert (asked.outcome, dict(asked.answer)) == ("unfounded", {})
    assert asked.why.startswith("模型")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"status": 500}, "broken"),
        ({"status": 302}, "broken"),
        ({"status": 401}, "refused"),
        ({"status": 429}, "busy"),
        ({"raw": b"<html>"}, "broken"),
        ({"raw": b'{"choices": []}'}, "broken"),
        ({"raw": b'{"choices": [{"message": {"content": null}}]}'}, "broken"),
        ({"raw": b" " * 1_100_000}, "broken"),
        ({"wait": 1.0}, "slow"),
        ({"trickle": 0.2}, "slow"),
    ],
)
def test_a_server_that_fails_is_told_in_plain_words(
    server: ModelServer, facts: dict[str, object], outcome: str
) -> None:
    for name, value in facts.items():
        setattr(server, name, value)
    asked = ask(connection(server, seconds=0.6), TASKS["summary"], {"诉求": PETITION})
    assert (asked.outcome, bool(asked.why), dict(asked.answer)) == (outcome, True, {})


def test_a_server_that_is_not_there(server: ModelServer) -> None:
    away = connection(server, address="http://127.0.0.1:9/v1")
    assert ask(away, TASKS["summary"], {"诉求": PETITION}).outcome == "away"


def test_the_key_goes_along(server: ModelServer) -> None:
    server.key = "invented-key"
    assert ask(connection(server), TASKS["summary"], {"诉求": PETITION}).outcome == "answered"
    wrong = connection(server, key="wrong")
    assert ask(wrong, TASKS["summary"], {"诉求": PETITION}).outcome == "refused"


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        ("http://127.0.0.1:8080/v1", False),
        ("http://localhost/v1", False),
        ("http://[::1]:8080/v1", False),
        ("http://10.0.0.5/v1", True),
        ("https://model.example/v1", True),
    ],
)
def test_it_says_whether_texts_leave_the_machine(address: str, leaves: bool) -> None:
    assert Connection(address, "m").leaves_the_building is leaves


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("三百二十", 320),
        ("一万二千", 12000),
        ("二〇二六", 2026),
    ],
)
def test_chinese_numerals_are_numbers(words: str, value: int) -> None:
    assert value_of(words) == value


def test_numbers_are_the_same_in_both_spellings() -> None:
    assert numbers_of("三天，2.50元") == numbers_of("3天，2.5元") == {"3", "2.5"}
