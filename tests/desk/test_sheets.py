"""Sheets on screen: looked at, fetched as a file, ordered for many, fetched by who ordered."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Reveal, SheetRun, StaffEntry
from hotline.rules.life import Status
from hotline.steps.sheets.write_sheets import write_sheets
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read

QUERIES = 9


def test_the_sheet_is_shown_for_printing_and_escapes_what_citizens_typed(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING, text="<b>垃圾</b>\n\n第二段", name="甄示例")
    page = read(sign_in(city.person("unit_clerk", "east")).get(f"/desk/cases/{case.number}/sheet"))
    labels = [node.text for node in page.all("th", scope="row")]
    assert page.one("h1").text == "云汀12345热线工单办理单"
    assert labels[:5] == ["工单编号", "受理渠道", "登记时间", "受理时间", "诉求人"]
    assert "<b>垃圾</b>" in page.one("article", class_="sheet").text
    assert page.one("article", class_="sheet").has("b") is False


def test_a_file_is_fetched_and_a_whole_number_asks_for_a_reason(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING, phone="154 0000 1234", name="甄示例")
    client, url = sign_in(city.person("unit_clerk", "east")), f"/desk/cases/{case.number}/sheet"
    refused = client.post(f"{url}/file", {"format": "docx", "whole": "on", "reason": ""})
    good = client.post(f"{url}/file", {"format": "docx", "whole": "on", "reason": "上门核实"})
    wrong = client.post(f"{url}/file", {"format": "exe"})
    assert (refused.status_code, wrong.status_code) == (422, 422)
    assert "checked" in read(refused).one("input", name="whole").attrs
    assert good.headers["Content-Disposition"] == f'attachment; filename="sheet-{case.number}.docx"'
    assert Reveal.objects.count() == 1
    assert StaffEntry.objects.filter(verb="print_sheets").count() == 1


def test_who_may_not_reveal_is_not_even_asked_and_gets_no_whole_number(
    city: City, sign_in: SignIn
) -> None:
    case = case_at(city, Status.IN_HANDLING, phone="154 0000 1234", name="甄示例")
    client, url = sign_in(city.person("unit_leader", "east")), f"/desk/cases/{case.number}/sheet"
    assert read(client.get(url)).has("input", name="whole") is False
    answer = client.post(f"{url}/file", {"whole": "on", "reason": "上门核实"})
    assert (answer.status_code, Reveal.objects.count()) == (403, 0)


def test_many_are_ordered_after_the_page_that_asks_and_fetched_by_nobody_else(
    city: City, sign_in: SignIn
) -> None:
    cases = [case_at(city, Status.IN_HANDLING) for _ in range(2)]
    client = sign_in(city.person("unit_clerk", "east"))
    chosen = [f"{case.number}:{case.version}" for case in cases]
    asks = read(client.post("/desk/sheets", {"chosen": chosen}))
    assert (asks.one("h1").text, SheetRun.objects.count()) == ("批量打印办理单", 0)
    ordered = client.post("/desk/sheets", {"chosen": chosen, "sure": "1", "format": "docx"})
    url = ordered.headers["Location"]
    assert read(client.get(url)).one("progress").attrs["value"] == "0"
    assert client.get(f"{url}/file").status_code == 302
    run = SheetRun.objects.get()
    write_sheets(run, at=run.ordered_at)
    part = client.get(url, headers={"HX-Request": "true"})
    assert read(part).one("a").attrs["href"] == f"{url}/file"
    assert client.get(f"{url}/file").content[:2] == b"PK"
    other = sign_in(city.person("unit_leader", "east"))
    assert [other.get(path).status_code for path in (url, f"{url}/file")] == [404, 404]
    assert url in client.get("/desk/sheets").content.decode()


def test_nothing_chosen_is_told_and_the_list_offers_the_boxes(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    client = sign_in(city.person("reviewer"))
    page = read(client.get("/desk/cases"))
    assert page.one("input", name="chosen").attrs["value"] == f"{case.number}:{case.version}"
    buttons = [button.attrs["formaction"] for button in page.one("form", id="bulk").all("button")]
    assert buttons == ["/desk/sheets"]
    answer = client.post("/desk/sheets", {"sure": "1"})
    assert answer.headers["Location"] == "/desk/sheets"


def test_the_sheet_asks_few_questions(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.CLOSED)
    client, url = sign_in(city.person("unit_clerk", "east")), f"/desk/cases/{case.number}/sheet"
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert len(asked) == QUERIES
