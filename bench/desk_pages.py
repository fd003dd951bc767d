"""Every screen of every role at 100,000 cases: queries, CPU of the web process, bytes."""

from __future__ import annotations

import gzip
import re
import statistics
import sys
from dataclasses import dataclass
from http import HTTPStatus

from bench.report import print_machine, repeated
from bench.scratch import scratch_site

PLAYED, TIMES = 10_000, 9
OPEN_EACH = 20  # one case in so many is still open, at one of the stages of the path
STAGES = 7
RUNS = 9
MOST_QUERIES, MOST_CPU = 15, 60.0
CASES = ("desk:case", "desk:unit_case")
PEOPLE = (
    *("taker", "dispatcher", "reviewer", "callback", "supervisor", "clerk-tiexi"),
    *("leader-tiexi", "editor", "leader", "sysadmin", "secadmin", "auditor"),
)
LEFT_OUT = re.compile(r"^/desk/live|/file\b|\.(csv|docx|xlsx|pdf|zip|svg)\b|/attachments/|/logout")
# What makes another screen of the same address: the queue, the tab, the case beside the list.
APART = re.compile(r"[?&](queue=\w+|tab=\w+|case=|topic=|by=\w+)")


@dataclass(frozen=True)
class Page:
    """One screen as it answered."""

    person: str
    address: str
    queries: int
    cpu: float
    size: int

    def line(self) -> str:
        """Its row of the table."""
        over = "  over" if self.queries > MOST_QUERIES or self.cpu > MOST_CPU else ""
        kilobytes = self.size / 1024
        return (
            f"{self.person:<14}{self.address[:58]:<60}{self.queries:>3}"
            f"{self.cpu:>8.1f} ms{kilobytes:>7.1f} KB{over}"
        )


def main() -> None:
    """Prints one line per screen, the dearest first, and how many are over the aims."""
    with scratch_site():
        from django.conf import settings  # noqa: PLC0415 - needs Django set up
        from django.test import override_settings  # noqa: PLC0415

        print_machine()
        fill()
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        storages = {**settings.STORAGES, "staticfiles": plain}
        middleware = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
        with override_settings(STORAGES=storages, MIDDLEWARE=middleware):
            pages = [page for person in PEOPLE for page in pages_of(person)]
    pages.sort(key=lambda page: -page.cpu)
    for page in pages:
        print(page.line())
    over = sum(page.queries > MOST_QUERIES or page.cpu > MOST_CPU for page in pages)
    print(f"\n{len(pages)} screens, median {statistics.median(p.cpu for p in pages):.1f} ms CPU, ")
    print(f"over {MOST_QUERIES} queries or {MOST_CPU:.0f} ms: {over}")
    sys.exit(1 if over else 0)


def fill() -> None:
    """One case in twenty open at some stage of the path, the others closed; then all copied."""
    from bench.cases import play  # noqa: PLC0415 - needs Django set up
    from bench.multiplying import multiply  # noqa: PLC0415

    play(PLAYED, lambda number: STAGES if number % OPEN_EACH else number // OPEN_EACH % STAGES)
    multiply(TIMES)


def pages_of(person: str) -> list[Page]:
    """Each kind of screen that links lead this person to, from the first page and two steps on."""
    from django.test import Client  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Staff  # noqa: PLC0415

    browser = Client(SERVER_NAME="localhost")
    owner = Staff.objects.get(username=person)
    Staff.objects.filter(pk=owner.pk).update(has_second_factor=True)  # no page but that otherwise
    browser.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    found: list[Page] = []
    known: set[str] = set()
    ahead = ["/desk/"]
    for _ in range(3):
        here, ahead = ahead, []
        for address in here:
            answer = browser.get(address)
            html = answer.content.decode()
            if answer.status_code == HTTPStatus.OK:
                found.append(measured(browser, person, address))
            for written in re.findall(r'href="(/desk[^"#]*)', html):
                link = written.replace("&amp;", "&")
                if LEFT_OUT.search(link):
                    continue
                kind = kind_of(link, address)
                if kind not in known:
                    known.add(kind)
                    ahead.append(link)
    return found


def kind_of(link: str, where: str) -> str:
    """What tells screens apart: the view, its queue or tab, and for a case the desk that led there,
    so that the first case of every desk is asked for."""
    from django.urls import resolve  # noqa: PLC0415 - needs Django set up

    view = resolve(link.split("?", maxsplit=1)[0]).view_name
    told = "".join(APART.findall(link))
    return f"{view} {told} {kind_of(where, '') if view in CASES and where else ''}"


def measured(browser: object, person: str, address: str) -> Page:
    """One screen asked for several times."""
    from bench.queries import counted  # noqa: PLC0415 - needs Django set up

    runs = repeated(lambda: browser.get(address), RUNS)  # type: ignore[attr-defined]
    with counted() as queries:
        answer = browser.get(address)  # type: ignore[attr-defined]
    cpu = statistics.median(run.cpu * 1000 for run in runs)
    size = len(gzip.compress(answer.content))
    return Page(person, address, queries.number, cpu, size)


if __name__ == "__main__":
    main()
