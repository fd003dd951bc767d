"""The dispatch catalogue at the desk: read, tried, changed by date, simulated; and who may not."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.records.models import Case, DispatchRule, DispatchSimulation
from hotline.records.queries.advice import precedents, suggested_unit, suggestion_for
from hotline.records.queries.reference import forget
from hotline.steps.simulate_dispatch import run_simulation
from hotline.steps.write_dispatch_rule import RuleFacts, write_dispatch_rule
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.steps.dispatch_rules import keeper

ONE = timedelta(days=1)
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"{SCRIPT}.*(["
LIST = "/desk/dispatch-rules"


@pytest.fixture
def clerk(city: City, sign_in: SignIn) -> Client:
    """A browser of a person who keeps the catalogue."""
    return sign_in(keeper(city))


def written(city: City, unit: str = "east", day: int = 0, **facts: Any) -> DispatchRule:
    """A rule that begins `day` days from now."""
    given = {"order": 10, "topics": ("010214",), **facts}
    now = timezone.now()
    return write_dispatch_rule(
        RuleFacts(unit=city.units[unit], **given),
        reason="按职责分工",
        valid_from=timezone.localdate() + day * ONE,
        by=keeper(city),
        at=now,
    )


def filled(**facts: Any) -> dict[str, Any]:
    """A whole rule as it is typed."""
    return {
        "order": "10",
        "topics": "010214\n公共交通",
        "kinds": ["complaint"],
        "places": "东区、桥头",
        "words": HOSTILE,
        "unit": "汀东区政府",
        "assisting": "汀西区政府",
        "basis": "《条例》",
        "valid_from": timezone.localdate().isoformat(),
        "reason": "按职责分工",
        **facts,
    }


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_rule_is_written_as_it_was_typed(city: City, clerk: Client) -> None:
    answer = clerk.post(f"{LIST}/new", filled())
    rule = DispatchRule.objects.get()
    assert answer.headers["Location"] == f"{LIST}/{rule.pk}"
    assert (rule.topics, rule.kinds) == (["010214", "0201"], ["complaint"])
    assert (rule.places, rule.words) == (["东区", "桥头"], [HOSTILE])
    assert (rule.unit, rule.assisting) == (city.units["east"], [city.units["west"].pk])
    assert (rule.basis, rule.made_by) == ("《条例》", keeper(city))


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ({"order": "9" * 50}, "序号应为 1 至 1000000 的整数"),
        ({"order": ""}, "序号应为 1 至 1000000 的整数"),
        ({"topics": "天上的事"}, "没有叫“天上的事”的问题分类"),
        ({"topics": "其他"}, "有几个叫“其他”的问题分类"),
        ({"kinds": ["riddle"]}, "请从列表中选择“诉求类型”。"),
        ({"unit": ""}, "请选择承办单位。"),
        ({"unit": "天上的局"}, "没有叫“天上的局”的承办单位"),
        ({"assisting": "天上的局"}, "没有叫“天上的局”的承办单位；请写全称。"),
        ({"valid_from": "2020-01-01"}, "不能改写已经过去的日子"),
        ({"valid_from": "9999-12-31"}, "不是有效的日期"),
        ({"reason": ""}, "请写明理由"),
        ({"topics": "", "kinds": [], "places": "", "words": ""}, "请至少填写一个条件"),
        ({"words": "长" * 41}, "每个词语要有内容，不超过 40 个字"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_stays(
    clerk: Client, slip: dict[str, Any], sentence: str
) -> None:
    answer = clerk.post(f"{LIST}/new", filled(**{"basis": "保留我", **slip}))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "保留我" in text_of(answer)
    assert DispatchRule.objects.count() == 0


def test_the_list_shows_the_order_finds_words_and_escapes_them(city: City, clerk: Client) -> None:
    written(city, "west", order=20, words=(HOSTILE,))
    written(city, "east", order=10, places=("桥头",))
    page = text_of(clerk.get(LIST))
    assert page.index("桥头") < page.index("&lt;script&gt;")
    assert SCRIPT not in page
    found = text_of(clerk.get(LIST, {"q": "桥头"}))
    assert ("桥头" in found, "&lt;script&gt;" in found) == (True, False)
    assert "没有符合条件的条目" in text_of(clerk.get(LIST, {"q": "\0"}))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_few_questions(city: City, clerk: Client, number: int) -> None:
    for order in range(1, number + 1):
        written(city, order=order)
    clerk.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        assert clerk.get(LIST).status_code == 200
    assert len(queries) <= 15


def test_a_rule_is_changed_shifted_and_retired_with_its_history(city: City, clerk: Client) -> None:
    first = written(city)
    later = (timezone.localdate() + ONE).isoformat()
    changed = clerk.post(f"{LIST}/{first.pk}", filled(valid_from=later, reason="改由西区"))
    second = DispatchRule.objects.get(valid_to=None)
    assert changed.headers["Location"] == f"{LIST}/{second.pk}"
    address = f"{LIST}/{second.pk}"
    clerk.post(f"{address}/shift", {"order": "30", "valid_from": later, "reason": "让位"})
    third = DispatchRule.objects.get(valid_to=None)
    assert (third.order, third.code) == (30, first.code)
    clerk.post(f"{LIST}/{third.pk}/retire", {"last_day": later, "reason": "职责取消"})
    page = text_of(clerk.get(f"{LIST}/{third.pk}"))
    assert [word in page for word in ("按职责分工", "改由西区", "让位", "职责取消")] == [True] * 4
    assert DispatchRule.objects.count() == 3
    again = clerk.post(f"{LIST}/{first.pk}/retire", {"last_day": later, "reason": "x"})
    assert (again.status_code, "已经停用或已被替换" in text_of(again)) == (422, True)


@pytest.mark.parametrize("verb", ["", "/shift", "/retire"])
def test_an_empty_change_is_refused_on_the_page(city: City, clerk: Client, verb: str) -> None:
    rule = written(city)
    answer = clerk.post(f"{LIST}/{rule.pk}{verb}", {})
    assert answer.status_code == 422
    assert DispatchRule.objects.get().ended_at is None


def test_a_pasted_text_is_told_which_rule_it_meets_and_is_not_kept(
    city: City, clerk: Client
) -> None:
    written(city, "east", topics=(), words=("垃圾",))
    written(city, "west", order=20, topics=(), places=("桥头",))
    given = {"text": f"桥头有垃圾{SCRIPT}", "day": timezone.localdate().isoformat()}
    page = text_of(clerk.post(f"{LIST}/try", given))
    assert "建议承办单位：<strong>汀东区政府</strong>" in page
    assert "内容提到“垃圾”" in page
    assert "其他可能的单位（1）" in page
    assert SCRIPT not in page
    part = text_of(clerk.post(f"{LIST}/try", given, headers={"HX-Request": "true"}))
    assert ("<html" in part, "系统推测，请核对" in part) == (False, True)
    nothing = text_of(clerk.post(f"{LIST}/try", {**given, "text": "路灯"}))
    assert "派单目录中没有适用的条目" in nothing
    assert clerk.post(f"{LIST}/try", {**given, "day": "昨天"}).status_code == 422


def test_the_file_is_read_by_a_spreadsheet_that_computes_nothing(city: City, clerk: Client) -> None:
    written(city, words=("垃圾", "清运"), basis='=HYPERLINK("http://x")')
    answer = clerk.get(f"{LIST}/file.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["序号"], row["承办单位"], row["内容词"]) for row in rows] == [
        ("10", "汀东区政府", "垃圾、清运")
    ]
    assert rows[0]["依据"] == '\'=HYPERLINK("http://x")'


def test_cases_that_need_a_person_are_listed_with_the_reason(city: City, clerk: Client) -> None:
    case = case_at(city, "awaiting_dispatch", title=SCRIPT)
    page = text_of(clerk.get(f"{LIST}/needs-person"))
    assert case.number in page
    assert "派单目录中没有适用的条目" in page
    assert SCRIPT not in page
    written(city)
    assert case.number not in text_of(clerk.get(f"{LIST}/needs-person"))


def simulated(city: City, clerk: Client) -> DispatchSimulation:
    """A simulation that was asked for at the desk, over one case that would move."""
    case_at(city, "in_handling", title=SCRIPT)
    written(city, "west", day=1)
    today = timezone.localdate()
    clerk.post(
        f"{LIST}/simulations",
        {
            "starts_on": (today - ONE).isoformat(),
            "ends_on": today.isoformat(),
            "changed_on": (today + ONE).isoformat(),
        },
    )
    return DispatchSimulation.objects.get()


def test_a_simulation_is_watched_and_read(city: City, clerk: Client) -> None:
    run = simulated(city, clerk)
    address = f"{LIST}/simulations/{run.pk}"
    waiting = text_of(clerk.get(address, headers={"HX-Request": "true"}))
    assert ('hx-trigger="every 1s"' in waiting, "<html" in waiting) == (True, False)
    run_simulation(run, at=timezone.now())
    assert clerk.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = text_of(clerk.get(address))
    assert "every 1s" not in page
    assert Case.objects.get().number in page
    assert "汀西区政府" in page
    assert "1 件（100.0%）" in page
    assert SCRIPT not in page
    assert "演算完成" in text_of(clerk.get(f"{LIST}/simulations"))


def test_a_simulation_is_cancelled(city: City, clerk: Client) -> None:
    run = simulated(city, clerk)
    clerk.post(f"{LIST}/simulations/{run.pk}/cancel")
    run.refresh_from_db()
    assert run.status == "cancelled"
    assert run_simulation(run, at=timezone.now()).moves.count() == 0


def test_a_simulation_of_nothing_is_refused_with_what_to_do(clerk: Client) -> None:
    answer = clerk.post(f"{LIST}/simulations", {"starts_on": "", "ends_on": "x"})
    assert answer.status_code == 422
    assert "请填写“工单起日”。" in text_of(answer)


def test_the_partial_shows_a_guess_as_a_guess(city: City) -> None:
    written(city, "east", words=("垃圾",))
    case, now = case_at(city, "awaiting_dispatch"), timezone.now()
    said = suggestion_for(case, now)
    facts = {
        "said": said,
        "unit": suggested_unit(said),
        "precedents": precedents(case, keeper(city)),
    }
    part = render_to_string("desk/components/advice.html", facts)
    assert "建议承办单位：<strong>汀东区政府</strong>" in part
    assert "系统推测，请核对" in part
    DispatchRule.objects.update(unit=city.units["gone"])
    forget()
    troubled = render_to_string("desk/components/advice.html", {"said": suggestion_for(case, now)})
    assert "需人工判断：派单目录第 10 条" in troubled
    assert "没有适用的条目" in render_to_string("desk/components/advice.html", {"said": None})
