"""The search over everything and the filtered list at a hundred thousand cases: queries and time.

CPU is that of the measuring process; the time on the wall holds the database's work as well.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench.case_list import fill
from bench.report import print_machine, repeated, told
from bench.scratch import scratch_site

COPIES = 9
RUNS = 11
SEARCHES = {
    "case number, twelve characters": "SP2026112",
    "three characters and more": "路灯不亮",
    "two characters": "路灯",
    "two characters that nothing holds": "鲸鱼",
    "one character": "灯",
    "whole phone number": "10000000001",
    "last four digits": "0001",
    "first letters of a unit": "txqzf",
}
LISTS = {
    "newest first": "all=1",
    "by deadline": "sort=due",
    "of a unit, urgent": "unit=铁西区政府&urgency=urgent",
    "of a topic with all below it": "topic=0102",
    "place": "place=青禾路",
    "words": "q=路灯不亮",
    "two characters": "q=路灯",
    "mine": "mine=1",
    "confidential": "confidential=1",
    "supervised": "supervised=1",
    "dissatisfied": "rating=dissatisfied",
    "due within three days": "due=3",
    "a year": "since=2026-01-01&until=2026-12-31",
}


def main() -> None:
    """Prints one line per way of asking."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    with scratch_site():
        from django.conf import settings  # noqa: PLC0415 - needs Django set up
        from django.test import Client, override_settings  # noqa: PLC0415

        from bench.multiplying import multiply  # noqa: PLC0415
        from hotline.records.models import Staff  # noqa: PLC0415

        print_machine()
        fill()
        multiply(copies)
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        storages = {**settings.STORAGES, "staticfiles": plain}
        middleware = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
        with override_settings(STORAGES=storages, MIDDLEWARE=middleware):
            browser = Client(SERVER_NAME="localhost")
            person = Staff.objects.get(username="callback")
            browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
            for name, words in SEARCHES.items():
                measure(f"suggest: {name}", lambda words=words: suggest(browser, words))
                measure(f"results: {name}", lambda words=words: results(browser, words))
            for name, query in LISTS.items():
                measure(f"list: {name}", lambda query=query: listed(browser, query))


def suggest(browser: object, words: str) -> None:
    """What is asked while somebody types."""
    answer = browser.post("/desk/search/suggest", {"find": words})  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code


def results(browser: object, words: str) -> None:
    """The page of results; a number of a person's by way of its sealed key."""
    answer = browser.get("/desk/search", {"q": words}, follow=True)  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code


def listed(browser: object, query: str) -> None:
    """The list, filtered."""
    answer = browser.get(f"/desk/cases?{query}")  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code


def measure(name: str, ask: Callable[[], None]) -> None:
    """One line on the wall and one of CPU."""
    from bench.queries import counted  # noqa: PLC0415 - needs Django set up

    runs = repeated(ask, RUNS)
    with counted() as queries:
        ask()
    told(name, [run.wall * 1000 for run in runs], "ms", f"queries: {queries.number}; aim: 15")
    told("", [run.cpu * 1000 for run in runs], "ms CPU", "aim: 60")


if __name__ == "__main__":
    main()
