"""The figures' screens: every number leads to its definition, its arithmetic and its cases."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from hotline.records.models import Case, Form
from hotline.rules.life import Status
from hotline.steps.draft import begin
from tests.bulletin_form import FIRST, MONTH, april_cases, make_editor, make_form
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read
from tests.steps.cases import china

pytestmark = pytest.mark.usefixtures("contexts")


@pytest.fixture
def editor(city: City, sign_in: SignIn) -> Client:
    make_form()
    april_cases(city)
    return sign_in(make_editor())


def test_figures_page_shows_each_number_with_its_arithmetic(editor: Client) -> None:
    page = editor.get(f"/desk/figures/{MONTH}").content.decode()
    for text in ("受理办结率", "33.3%", "1 ÷ 3", "环卫占比", "66.7%", "2 ÷ 3", "汀东区政府"):
        assert text in page


def test_figure_page_states_definition_and_lists_its_cases(editor: Client, city: City) -> None:
    answer = editor.get(f"/desk/figures/{MONTH}/total.closing_rate")
    page = answer.content.decode()
    assert "已受理的工单；状态：已办结" in page
    assert "1 ÷ 3 × 100%，四舍五入保留 1 位小数 = <b>33.3%</b>" in page
    assert [case.status for case, _ in answer.context["cases"]] == ["closed"]
    whole = editor.get(f"/desk/figures/{MONTH}/total.closing_rate?whole=1")
    assert whole.context["found"] == 3


def test_a_figure_says_how_many_of_its_cases_are_not_shown(editor: Client) -> None:
    address = f"/desk/figures/{MONTH}/total.closing_rate?whole=1"
    hidden = editor.get(address).context["cases"][0][0]
    Case.objects.filter(pk=hidden.pk).update(confidential=True)
    answer = editor.get(address)
    assert (answer.context["found"], answer.context["hidden"]) == (3, 1)
    assert hidden not in [case for case, _ in answer.context["cases"]]
    assert "本页有 1 件不在您的查看范围内，没有列出。" in answer.content.decode()


def test_figure_of_contacts_lists_contacts(editor: Client) -> None:
    answer = editor.get(f"/desk/figures/{MONTH}/calls.count")
    assert [row.outcome for row in answer.context["contacts"]] == ["case"] * 3


def test_every_figure_lists_as_many_cases_as_it_counts(editor: Client) -> None:
    figures = editor.get(f"/desk/figures/{MONTH}").context["counted"].measured.figures
    found = {name: editor.get(f"/desk/figures/{MONTH}/{name}").context["found"] for name in figures}
    assert found == {name: figure.numerator for name, figure in figures.items()}


def test_figures_as_of_an_earlier_moment_are_those_of_then(editor: Client) -> None:
    moment = FIRST.isoformat().replace("+00:00", "Z")
    early = editor.get(f"/desk/figures/{MONTH}", {"as_of": moment}).context["counted"]
    assert early.measured.figures["total.closed"].numerator == 0
    later = editor.get(f"/desk/figures/{MONTH}").context["counted"]
    assert later.measured.figures["total.closed"].numerator == 1


@pytest.mark.parametrize("moment", ["昨天", "2022-13-45T00:00", "2999-01-01T00:00", "<b>"])
def test_a_moment_that_cannot_be_read_is_told_and_counts_as_now(
    editor: Client, moment: str
) -> None:
    answer = editor.get(f"/desk/figures/{MONTH}", {"as_of": moment})
    assert answer.status_code == 200
    assert "下面按现在统计" in answer.context["problem"]
    assert answer.context["counted"].live


@pytest.mark.parametrize("month", ["2022-13", "abc", "1999-01", "2022-4x"])
def test_a_month_that_cannot_be_counted_is_not_found(editor: Client, month: str) -> None:
    assert editor.get(f"/desk/figures/{month}").status_code == 404


def test_an_unknown_figure_is_not_found(editor: Client) -> None:
    assert editor.get(f"/desk/figures/{MONTH}/no.such").status_code == 404


def test_a_slip_of_an_earlier_print_is_said(editor: Client) -> None:
    bulletin = begin(MONTH, by=None, at=FIRST.replace(month=5))
    bulletin.printed = {"topics.dirt.share": "66.6%", "total.count": "3"}
    bulletin.save()
    page = editor.get(f"/desk/figures/{MONTH}").content.decode()
    assert "原刊与口径不符 1 处" in page
    assert "原刊印作 <b>66.6%</b>" in page
    assert "（2 ÷ 3）" in page


def test_latest_leads_to_the_last_month_with_cases(editor: Client) -> None:
    assert editor.get("/desk/figures").headers["Location"] == f"/desk/figures/{MONTH}"


def test_a_call_taker_sees_no_figures(city: City, sign_in: SignIn) -> None:
    make_form()
    taker = sign_in(city.person("call_taker"))
    assert taker.get(f"/desk/figures/{MONTH}").status_code == 403
    assert taker.get(f"/desk/figures/{MONTH}/total.count").status_code == 403


def test_figures_pages_ask_few_questions(
    editor: Client, django_assert_max_num_queries: object
) -> None:
    editor.get(f"/desk/figures/{MONTH}")  # the city's reference data is kept from here on
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        editor.get(f"/desk/figures/{MONTH}")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        editor.get(f"/desk/figures/{MONTH}/total.count")


def test_a_past_moment_is_not_held_against_an_earlier_print(editor: Client) -> None:
    bulletin = begin(MONTH, by=None, at=FIRST.replace(month=5))
    bulletin.printed = {"topics.dirt.share": "66.6%"}
    bulletin.save()
    page = editor.get(f"/desk/figures/{MONTH}", {"as_of": "2000-01-01T00:00"}).content.decode()
    assert "原刊与口径不符" not in page


# --- periods, units, two moments -------------------------------------------------------------


@pytest.mark.parametrize("code", ["2022-Q2", "2022", "2022-04-01--2022-04-30"])
def test_a_period_of_any_kind_can_be_asked(editor: Client, code: str) -> None:
    counted = editor.get(f"/desk/figures/{code}").context["counted"]
    assert (counted.period.code, counted.measured.figures["total.count"].numerator) == (code, 3)


def test_a_typed_period_leads_to_its_page_with_what_else_was_asked(editor: Client) -> None:
    answer = editor.get("/desk/figures", {"period": "2022-q2".upper(), "unit": "east", "with": ""})
    assert answer.headers["Location"] == "/desk/figures/2022-Q2?unit=east"
    assert editor.get("/desk/figures", {"period": "四月"}).status_code == 404


def test_one_unit_alone_can_be_asked(editor: Client) -> None:
    figures = editor.get(f"/desk/figures/{MONTH}?unit=east").context["counted"].measured.figures
    rows = editor.get(f"/desk/figures/{MONTH}").context["counted"].measured.figures
    assert figures["total.count"].numerator == rows["units.east.count"].numerator > 0
    assert editor.get(f"/desk/figures/{MONTH}?unit=nowhere").status_code == 404


def test_two_moments_stand_side_by_side_and_each_difference_leads_to_its_cases(
    editor: Client,
) -> None:
    early = FIRST.isoformat().replace("+00:00", "Z")
    asked = {"as_of": early, "with": "now"}
    answer = editor.get(f"/desk/figures/{MONTH}", asked)
    pairs = {pair.figure.name: pair for pair in answer.context["beside"]}
    closed = pairs["total.closed"]
    assert (closed.then.numerator, closed.now.numerator, closed.change) == (0, 1, "+1")
    why = editor.get(f"/desk/figures/{MONTH}/total.closed/changes", asked)
    assert (why.context["came"], why.context["went"]) == (1, 0)
    [row] = why.context["rows"]
    assert (row.came_in, row.case.status, row.entries[-1].verb) == (True, "closed", "close")
    page = why.content.decode()
    assert "增加 1 件，减少 0 件" in page
    assert "办结" in page


def test_a_difference_of_nothing_says_so(editor: Client) -> None:
    page = editor.get(f"/desk/figures/{MONTH}/total.count/changes?with=now").content.decode()
    assert "没有变化的工单" in page


def test_the_pages_of_two_moments_ask_few_questions(
    editor: Client, django_assert_max_num_queries: object
) -> None:
    asked = f"?as_of={FIRST:%Y-%m-%dT%H:%M}&with=now"
    editor.get(f"/desk/figures/{MONTH}{asked}")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        editor.get(f"/desk/figures/{MONTH}{asked}")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        editor.get(f"/desk/figures/{MONTH}/total.closed/changes{asked}")


def test_a_comparison_on_a_bulletins_page_leads_to_its_two_numbers(
    city: City, editor: Client
) -> None:
    weekly = {
        "code": "weekly",
        "family": "weekly",
        "period": "week",
        "name": "周报",
        "valid_from": "2022-01-01",
        "title": "第{week}周",
        "tally": {"total": {"label": "受理"}},
        "paragraph": [{"text": "受理{total.count}件，{total.count|环比}。"}],
    }
    facts = {name: weekly[name] for name in ("code", "family", "period", "name")}
    Form.objects.create(**facts, valid_from=date(2022, 1, 1), body=weekly)
    for day in ("2022-04-05", "2022-04-12", "2022-04-13"):
        case_at(city, Status.IN_HANDLING, at=china(f"{day}T09:00"))
    editor.post("/desk/bulletins/weekly/2022-W15/begin")
    page = read(editor.get("/desk/bulletins/weekly/2022-W15"))
    links = [a.attrs["href"] for a in page.all("a", class_="bulletin-figure")]
    assert len(links) == 2
    shown = [read(editor.get(address)) for address in links]
    assert [len(each.all("td", class_="c-number")) for each in shown] == [2, 2]
    assert "-50.0%" in shown[1].one("h1").text
    (before,) = (a for a in shown[1].all("a") if "@" in a.attrs["href"])
    assert before.text.endswith("：4")
    earlier = read(editor.get(before.attrs["href"]))
    assert len(earlier.all("td", class_="c-number")) == 4
    assert "2022年4月4日至2022年4月10日" in earlier.one("dl", class_="facts").text
