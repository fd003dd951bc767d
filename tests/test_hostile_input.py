"""Every address against what nobody should send: an answer in plain words, never a breakdown."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from html import escape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from hotline.records.models import Bulletin, BulletinItem, Case, Quarantined
from hotline.records.queries.bulletins import draft
from hotline.records.queries.reference import forget
from hotline.records.sealing import seal_bytes
from hotline.rules.life import Status
from hotline.rules.pages import page_data
from hotline.rules.permits import PERMITS
from hotline.site.logs import json_lines
from hotline.steps.draft import begin, pick
from hotline.steps.import_file import Source, import_or_tell, open_run
from hotline.steps.setup.add_token import add_token
from tests.addresses import NOWHERE, ROWS, Address, addresses
from tests.bulletin_form import FIRST, MONTH, make_form
from tests.factories import City, case_at, make_city, make_role, make_staff

NAME, PHONE = "欧阳不可见", "13912345678"
SCRIPT = "<script>alert(1)</script>"
WORDS = {
    "nul": f"前\0后{NAME}",
    "markup, formula": f"=1+1{SCRIPT}'\"><img src=x onerror=alert(1)>",
    "sql, template, path": "' OR 1=1;--%s %(x)s %{total.count}{{ 7*7 }}{% debug %}../../etc/passwd",
    "lines, directions": "a\r\nSet-Cookie: x=1\r\n\r\nb\u202e\u2066反向\u200b\ufeff",
    "combining": "Z" + "\u0301" * 500 + "👩‍👩‍👧‍👦\U000e0001",
    "number": "9" * 5000,
    "negative": "-99999999999999999999",
    "early": "0001-01-01T00:00:00+14:00",
    "late": "9999-12-31T23:59:59-14:00",
    "before 1970": "1969-12-31T23:59",
    "twice a year": "1991-09-15T01:30",
    "personal": f"{NAME}{PHONE}",
}
TEMPLATES = Path(__file__).resolve().parents[1] / "src/hotline"
NAMED_FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*?\sname="([\w-]+)"')
# Fields that a view reads without a form or a template that names them.
READ_BY_HAND = {"other_number", "cell_0", "cell_1", "answer_from", "before", "of", "from", "_draft"}
# What a form refuses before it looks at the rest is right, so that the rest is looked at.
LED_ON = {"seen": "", "issued_on": "2022-05-06", "field": "phone", "encoding": ""}
MONTHS = (
    "0001-01",
    "9999-12",
    "2100-12",
    "1969-12",
    "2022-13",
    "２０２２-04",
    "2022-04\0",
    "x" * 3000,
)
# Signing out would leave all later requests at the sign-in page.
NAMED = [address for address in addresses() if address.name not in (NOWHERE, "logout")]


def every_parameter() -> list[str]:
    """The name of every field of every form, and of every control in a template."""
    assert get_resolver().url_patterns  # imports every view, and with it every form
    of_forms = {
        name
        for form in _below(BaseForm)
        if form.__module__.startswith("hotline.")
        for name in getattr(form, "base_fields", ())
    }
    of_templates = {
        name
        for template in TEMPLATES.rglob("templates/**/*.html")
        for name in NAMED_FIELD.findall(template.read_text("utf-8"))
    }
    return sorted(of_forms | of_templates | READ_BY_HAND)


def _below(form: type) -> Iterator[type]:
    for each in form.__subclasses__():
        yield each
        yield from _below(each)


PARAMETERS = every_parameter()


class Site:
    """A site with one row of everything, and a browser that holds every permit."""

    def __init__(self, city: City) -> None:
        self.person = make_staff("all", roles=[make_role("all", "全", sorted(PERMITS))])
        make_form()
        self.case = case_at(city, Status.IN_HANDLING, at=FIRST, name=NAME, phone=PHONE)
        self.bulletin = begin(MONTH, by=self.person, at=FIRST)
        facts: dict[str, Any] = {"section": "prominent", "text": "条目", "cases": [self.case]}
        self.item = pick(self.bulletin, by=self.person, at=FIRST, **facts)
        self.run = open_run(city.channels["telephone"], "a.csv", by=self.person, at=FIRST)
        rows = f"编号,用户,标题,时间,内容\n1,{NAME},{PHONE},2022-04-06 08:05:00,\n".encode()
        import_or_tell(self.run, Source(BytesIO(rows), "a.csv"), at=FIRST, progress=lambda _: None)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.person, backend="django.contrib.auth.backends.ModelBackend")

        secret = add_token(self.person, name="试", by=None, at=FIRST).secret
        self.token = {"Authorization": f"Bearer {secret}"}
        self.program = Client(raise_request_exception=False)

    def path(self, address: Address, **given: object) -> str:
        held = Quarantined.objects.first()
        rows = {"number": self.case.number, "item": self.item.pk, "run": self.run.pk}
        return address.path(**{**rows, "row": held.pk if held else self.run.pk, **given})


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    """The site; what was kept of its words is forgotten afterwards."""
    city = make_city()
    yield Site(city)
    forget()


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What is written to the log meanwhile, by the product and by every library."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_lines())
    loggers = [logging.getLogger(), logging.getLogger("hotline")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def failures(answers: Iterable[tuple[str, HttpResponse]]) -> list[str]:
    """Which addresses broke down, or gave markup back as it was typed."""
    return [
        name
        for name, answer in answers
        if answer.status_code >= 500 or SCRIPT.encode() in answer.content
    ]


def sent(
    site: Site, method: str, address: Address, given: Any = None, **path: object
) -> HttpResponse:
    """One request; whatever it did to the database is undone."""
    with transaction.atomic():
        answer = getattr(site.client, method)(site.path(address, **path), given)
        transaction.set_rollback(True)
    return answer


def every_field(words: str) -> dict[str, str]:
    """The same words in every field of every form."""
    return {**dict.fromkeys(PARAMETERS, words), "section": "prominent", "cases": ""}


@pytest.mark.parametrize("words", WORDS)
def test_no_query_breaks_a_page(site: Site, words: str) -> None:
    query = dict.fromkeys(PARAMETERS, WORDS[words])
    assert failures((row.name, sent(site, "get", row, query)) for row in NAMED) == []


@pytest.mark.parametrize("words", WORDS)
def test_no_field_breaks_a_form(site: Site, words: str) -> None:
    fields = {**every_field(WORDS[words]), **LED_ON}
    assert failures((r.name, sent(site, "post", r, fields)) for r in NAMED) == []


@pytest.mark.parametrize("words", ["nul", "number", "negative", "sql, template, path"])
def test_no_hidden_field_breaks_a_form(site: Site, words: str) -> None:
    fields = every_field(WORDS[words])
    assert failures((r.name, sent(site, "post", r, fields)) for r in NAMED) == []


@pytest.mark.parametrize("words", [*WORDS, *MONTHS])
def test_no_part_of_a_path_breaks_a_page(site: Site, words: str) -> None:
    text = WORDS.get(words, words)[:3000].replace("/", "_")
    assert (
        failures(
            (row.name, sent(site, method, row, **{argument: text}))
            for row in NAMED
            for argument in set(row.arguments) - ROWS
            for method in ("get", "post")
        )
        == []
    )


def test_contacts_behind_a_figure_are_only_those_of_ones_own_cases(site: Site) -> None:
    role = site.person.roles.get()
    path = f"/desk/figures/{MONTH}/calls.count"
    assert site.case.number in site.client.get(path).content.decode()
    role.permits = ["see_figures"]
    role.save()
    assert site.case.number not in site.client.get(path).content.decode()


def test_cases_of_an_item_are_only_those_an_editor_may_see(site: Site) -> None:
    role = site.person.roles.get()
    path = f"/desk/bulletins/monthly/{MONTH}/items/{site.item.pk}"
    assert site.case.number in site.client.get(path).content.decode()
    role.permits = ["draft_bulletin"]
    role.save()
    assert site.case.number not in site.client.get(path).content.decode()


@pytest.mark.usefixtures("contexts")
@pytest.mark.parametrize(("status", "verb"), [("submitted", "return"), ("published", "withdraw")])
@pytest.mark.parametrize("reason", ["前\0后", "长" * 1_001])
def test_a_reason_that_cannot_be_kept_is_told_beside_its_field(
    site: Site, status: str, verb: str, reason: str
) -> None:
    page = page_data(draft(site.bulletin, FIRST).page)
    Bulletin.objects.update(status=status, page=page)
    answer = site.client.post(f"/desk/bulletins/monthly/{MONTH}/{verb}", {"reason": reason})
    assert (answer.status_code, Bulletin.objects.get().status) == (422, status)
    assert "reason" in answer.context["reason_form"].errors


def test_a_format_that_no_file_has_is_not_found(site: Site) -> None:
    page = page_data(draft(site.bulletin, FIRST).page)
    Bulletin.objects.update(status="published", page=page)
    assert Client().get(f"/bulletins/monthly/{MONTH}/file.%00").status_code == 404


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "1989-12-31T00:00:00Z"])
def test_the_api_counts_as_of_no_moment_before_the_hotline(site: Site, moment: str) -> None:
    answer = site.program.get(f"/api/v1/figures/{MONTH}?as_of={moment}", headers=site.token)
    assert (answer.status_code, answer.json()["field"]) == (422, "as_of")


def test_what_an_editor_types_in_braces_is_printed_as_typed(site: Site) -> None:
    BulletinItem.objects.update(text=WORDS["sql, template, path"], group=WORDS["markup, formula"])
    page = site.client.get(f"/desk/bulletins/monthly/{MONTH}").content.decode()
    assert escape(WORDS["sql, template, path"]) in page
    assert SCRIPT not in page


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, 1_994, 3_993])
def test_a_quarantined_record_shows_no_number_in_any_encoding(
    site: Site, encoding: str, before: int
) -> None:
    held = Quarantined.objects.get()
    raw = f"{'x' * before},{PHONE},".encode(encoding)
    held.raw_sealed = seal_bytes("quarantined", "raw", held.pk, raw)
    held.save()
    page = site.client.get(f"/desk/quarantine/{held.pk}").content.decode()
    assert [part for part in (PHONE[:7], "1\\x003\\x009") if part in page] == []


@pytest.mark.parametrize("address", ["/desk/", "/desk/none", "/api/v1/cases/X", "/api/v1/none"])
def test_no_proxy_keeps_what_staff_and_programs_are_told(site: Site, address: str) -> None:
    answer = site.client.get(address, headers=site.token)
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


def test_the_api_masks_what_stands_in_the_place(site: Site) -> None:
    Case.objects.update(place=f"青禾路，{PHONE}")
    shown = site.program.get(f"/api/v1/cases/{site.case.number}", headers=site.token).json()
    assert shown["place"] == "青禾路，139****5678"


def test_a_failed_sign_in_keeps_no_search_that_it_came_from(site: Site) -> None:
    client = Client()
    fields = {"username": "a", "password": "b", "next": f"/desk/cases?q={PHONE}"}
    client.post(f"/login?next=/desk/cases%3Fq%3D{PHONE}", fields)
    kept = AccessAttempt.objects.get()
    assert PHONE not in f"{kept.get_data} {kept.post_data} {kept.path_info}"


@pytest.mark.parametrize(
    "following", ["//evil.test/", "https://evil.test/", "/\\evil.test", "javascript:1"]
)
def test_signing_in_leads_to_no_other_site(site: Site, following: str) -> None:
    site.person.set_password("correct-horse-9")
    site.person.save()
    fields = {"username": "all", "password": "correct-horse-9", "next": following}
    assert Client().post("/login", fields).headers["Location"] == "/desk/"


def test_signing_in_changes_the_session(site: Site) -> None:
    site.person.set_password("correct-horse-9")
    site.person.save()
    client = Client()
    client.cookies["sessionid"] = fixed = "a" * 32
    client.post("/login", {"username": "all", "password": "correct-horse-9"})
    assert client.cookies["sessionid"].value != fixed


def test_no_door_writes_a_person_into_the_log(site: Site, lines: StringIO) -> None:
    words = WORDS["personal"]
    fields = dict.fromkeys(PARAMETERS, words)
    for row in NAMED:
        sent(site, "get", row, fields)
        sent(site, "post", row, fields)
        for argument in set(row.arguments) - ROWS:
            sent(site, "get", row, **{argument: words})
    for path in (f"/{words}", f"/desk/{words}", f"/api/v1/{words}", f"/desk/cases/{words}"):
        site.client.get(path)
        Client().get(path)
    sent_json = json.dumps({"channel": words, "key": words, "text": words, words: words})
    site.program.post("/api/v1/cases", sent_json, "application/json", headers=site.token)
    assert (NAME in lines.getvalue(), PHONE in lines.getvalue()) == (False, False)
    assert len(lines.getvalue().splitlines()) > len(NAMED)
