"""The editor of bulletin forms: versions by date, a preview of real figures, mistakes by line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.records.models import Bulletin, Form, ReferenceEntry
from hotline.rules.forms import read_form
from hotline.rules.forms.source import TextBroken, body_of, located, with_last_day
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read
from tests.steps.cases import china, walked

BUDGET = 15
TODAY = date.today()  # noqa: DTZ011 - the site's own today, only ever added to
TEXT = """# 本周小结
code = "brief"
family = "brief"
name = "小结"
period = "month"
valid_from = 2022-01-01
title = "{month}月小结"

[tally.total]
label = "受理"

[[block]]
paragraph = "受理{total.count}件，{total.count|环比}。"
"""


@pytest.fixture
def editor(city: City, sign_in: SignIn) -> Client:
    """A browser of somebody who keeps the forms."""
    role = city.roles["call_taker"]
    role.permits = [*role.permits, "manage_forms"]
    role.save()
    return sign_in(city.person("call_taker", name="甄格式"))


def saved(editor: Client, text: str, code: str = "", **given: str) -> object:
    url = f"/desk/forms/form/{code}" if code else "/desk/forms/new"
    return editor.post(url, {"text": text, "reason": "首次编写", **given})


def told(editor: Client, text: str, code: str = "") -> str:
    page = read(saved(editor, text, code))
    return page.one(class_="form-errors").text


def test_a_form_is_written_and_listed_by_family(editor: Client) -> None:
    assert saved(editor, TEXT).status_code == 302  # type: ignore[attr-defined]
    row = Form.objects.get(code="brief")
    assert (row.family, row.valid_from, row.text, row.body["title"]) == (
        "brief",
        date(2022, 1, 1),
        TEXT,
        "{month}月小结",
    )
    assert "现行" in read(editor.get("/desk/forms")).one(class_="form-families").text


def test_the_preview_has_the_real_figures_of_the_period(city: City, editor: Client) -> None:
    for _ in range(2):
        walked(city, "awaiting_dispatch", at=china("2022-04-07T10:00"))
    page = read(editor.post("/desk/forms/preview", {"text": TEXT, "period": "2022-04"}))
    assert page.one(class_="bulletin").text == "4月小结 受理2件，上期无数据。"


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (TEXT.replace('label = "受理"', "label = 受理"), 10),
        (TEXT.replace("{total.count}", "{totals.count}"), 13),
        (TEXT.replace("[tally.total]", "[tally.total]\ncolour = 1"), 9),
        (TEXT + '\n[[block]]\ntable = "moon"\n', 15),
    ],
    ids=["toml", "an unknown figure", "an unknown item", "an unknown table"],
)
def test_a_mistake_is_told_with_its_line(editor: Client, wrong: str, line: int) -> None:
    page = read(editor.post("/desk/forms/preview", {"text": wrong}))
    assert page.one("a").attrs["data-go-line"] == str(line)


def test_what_was_typed_stays_when_it_cannot_be_saved(editor: Client) -> None:
    broken = TEXT.replace("{total.count}", "{totals.count}")
    page = read(saved(editor, broken))
    assert "{totals.count}" in page.one("textarea").text
    assert not Form.objects.exists()


def test_a_preview_can_be_asked_for_without_scripts(editor: Client) -> None:
    page = read(saved(editor, TEXT, do="preview", period="2022-04"))
    assert page.one(class_="bulletin").text == "4月小结 受理0件，上期无数据。"


def test_a_new_version_ends_the_one_before_it(editor: Client) -> None:
    saved(editor, TEXT)
    begins = TODAY + timedelta(days=30)
    later = TEXT.replace('"brief"', '"brief-2"', 1).replace("2022-01-01", begins.isoformat())
    saved(editor, later)
    former = Form.objects.get(code="brief")
    last = begins - timedelta(days=1)
    assert (former.valid_to, read_form(former.body).valid_to) == (last, last)
    assert body_of(former.text) == former.body


def test_undoing_a_new_version_lets_the_former_hold_on(editor: Client) -> None:
    saved(editor, TEXT)
    begins = (TODAY + timedelta(days=30)).isoformat()
    saved(editor, TEXT.replace('"brief"', '"brief-2"', 1).replace("2022-01-01", begins))
    editor.post("/desk/forms/form/brief-2/undo", {"reason": "写错了"})
    former, later = Form.objects.get(code="brief"), Form.objects.get(code="brief-2")
    assert former.valid_to is None
    assert later.valid_to is not None
    assert later.valid_to < later.valid_from


def test_an_unused_form_is_changed_and_changed_back(editor: Client) -> None:
    saved(editor, TEXT)
    saved(editor, TEXT.replace("受理{", "共受理{"), "brief")
    editor.post("/desk/forms/form/brief/undo", {"reason": "恢复原文"})
    assert Form.objects.get(code="brief").text == TEXT
    assert list(ReferenceEntry.objects.values_list("verb", flat=True).order_by("pk")) == [
        "created",
        "changed",
        "changed",
    ]


def test_a_form_that_a_bulletin_was_published_by_is_not_changed(editor: Client) -> None:
    saved(editor, TEXT)
    Bulletin.objects.create(
        form=Form.objects.get(code="brief"),
        starts_on=date(2022, 4, 1),
        ends_on=date(2022, 4, 30),
        status="published",
    )
    assert "另起新版本" in told(editor, TEXT.replace("受理{", "共受理{"), "brief")
    begins = "valid_from = 2022-03-01"
    earlier = TEXT.replace('"brief"', '"brief-2"', 1).replace("valid_from = 2022-01-01", begins)
    assert "2022-04-01 起的通报已按“小结”编写" in told(editor, earlier)


def test_two_versions_do_not_hold_on_one_day(editor: Client) -> None:
    saved(editor, TEXT)
    same = TEXT.replace('"brief"', '"brief-2"', 1)
    assert "重叠；请改 valid_from 或 valid_to" in told(editor, same)


def test_the_screens_are_read_in_few_queries(
    city: City, editor: Client, django_assert_max_num_queries: object
) -> None:
    saved(editor, TEXT)
    for url in ("/desk/forms", "/desk/forms/new?from=brief", "/desk/forms/form/brief"):
        with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
            assert editor.get(url).status_code == 200
    given = {"text": TEXT, "period": "2022-04"}
    with django_assert_max_num_queries(BUDGET):  # type: ignore[operator]
        assert editor.post("/desk/forms/preview", given).status_code == 200


def test_the_last_day_of_a_text_is_set_and_taken_out_again() -> None:
    ended = with_last_day(TEXT, date(2022, 5, 31))
    assert body_of(ended)["valid_to"] == "2022-05-31"
    assert with_last_day(ended, None) == TEXT


def test_a_text_that_is_cut_off_is_told_at_its_end() -> None:
    with pytest.raises(TextBroken) as refusal:
        body_of('title = """没有写完')
    assert (refusal.value.line, timezone.localdate() >= TODAY) == (1, True)
    assert located(refusal.value, "x") is refusal.value
