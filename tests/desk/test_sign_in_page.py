"""The sign-in page: it names the hotline, keeps the name typed, and explains the lock."""

from __future__ import annotations

from django.test import Client

from tests.factories import City, make_staff
from tests.reading import form_to, press, read


def test_the_page_names_the_city_and_the_hotline(city: City) -> None:
    page = read(Client().get("/login"))
    assert page.one("h1").text == "云汀12345热线工作平台"
    assert "云汀市" in page.one("p", class_="login-brand").text


def test_it_opens_before_a_city_is_loaded(db: None) -> None:
    assert read(Client().get("/login")).one("h1").text == "12345政务服务便民热线工作平台"


def test_signing_in_leads_to_where_one_wanted_to_go(city: City) -> None:
    person = make_staff("zhou", roles=[city.roles["dispatcher"]])
    person.set_password("correct-horse-9")
    person.save()
    client = Client()
    page = read(client.get("/login?next=/desk/cases"))
    answer = press(client, page, "/login", username="zhou", password="correct-horse-9")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/cases")


def test_nobody_is_led_away_to_another_site(city: City) -> None:
    person = make_staff("zhou", roles=[])
    person.set_password("correct-horse-9")
    person.save()
    client = Client()
    page = read(client.get("/login?next=//bad.example/"))
    answer = press(client, page, "/login", username="zhou", password="correct-horse-9")
    assert answer.headers["Location"] == "/desk/"


def test_a_wrong_password_keeps_the_name_and_warns_of_the_lock(city: City) -> None:
    client = Client()
    answer = press(client, read(client.get("/login")), "/login", username="周", password="x")
    page = read(answer)
    assert form_to(page, "/login").sends()["username"] == "周"
    assert form_to(page, "/login").sends()["password"] == ""
    assert "连续输错 5 次，将暂停登录 15 分钟" in page.one("div", role="alert").text


def test_markup_in_the_name_is_only_text(city: City) -> None:
    evil = '"><script>alert(1)</script>'
    client = Client()
    page = read(press(client, read(client.get("/login")), "/login", username=evil, password="x"))
    assert form_to(page, "/login").sends()["username"] == evil
    assert [node for node in page.all("script") if "src" not in node.attrs] == []


def test_the_fifth_wrong_password_shows_the_lock(city: City) -> None:
    client = Client()
    answers = [client.post("/login", {"username": "zhou", "password": "x"}) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "登录已暂停" in answers[-1].content.decode()
