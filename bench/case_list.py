"""The desk's list of fifty cases, filtered, at ten thousand cases: queries and CPU of one page."""

from __future__ import annotations

from bench.report import print_machine, repeated, told
from bench.scratch import scratch_site

CASES = 10_000
STAGES = 8
PAGES = {
    "all cases, newest first": "/desk/cases",
    "of one kind and status": "/desk/cases?kind=complaint&status=in_handling",
    "waiting for dispatch": "/desk/cases?queue=dispatch",
    "overdue": "/desk/cases?overdue=1",
    "words in the text": "/desk/cases?q=路灯",
    "page 100": "/desk/cases?page=100",
}


def main() -> None:
    """Prints one line per way of asking."""
    with scratch_site():
        from django.conf import settings  # noqa: PLC0415 - needs Django set up
        from django.test import override_settings  # noqa: PLC0415

        print_machine()
        fill()
        # Names of style sheets as they are, so that none need be collected first.
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        storages = {**settings.STORAGES, "staticfiles": plain}
        middleware = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
        with override_settings(STORAGES=storages, MIDDLEWARE=middleware):
            for name, address in PAGES.items():
                measure(name, address)


def fill() -> None:
    """Ten thousand cases at every stage of the path, played by the real steps."""
    from django.db import connection  # noqa: PLC0415

    from bench.cases import play  # noqa: PLC0415 - needs Django set up

    play(CASES, lambda number: number % STAGES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(name: str, address: str) -> None:
    """Asks for one page as a signed-in person does."""
    from django.test import Client  # noqa: PLC0415

    from bench.queries import counted  # noqa: PLC0415 - needs Django set up
    from hotline.records.models import Staff  # noqa: PLC0415

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(
        Staff.objects.get(username="dispatcher"), "django.contrib.auth.backends.ModelBackend"
    )

    def ask() -> None:
        answer = browser.get(address)
        assert answer.status_code == 200, answer.status_code

    runs = repeated(ask, 21)
    with counted() as queries:
        ask()
    cpu = [run.cpu * 1000 for run in runs]
    told(name, cpu, "ms CPU", f"queries: {queries.number}; aim: 15, 40 ms")


if __name__ == "__main__":
    main()
