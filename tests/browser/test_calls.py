"""A call that an exchange tells of pops up on the agent's open page; one missed is called back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import Office
from tests.browser.site import RunningSite

PHONE, OTHER = "15400006543", "15400006544"
# An adapter in a process of its own, as exchanges have: it tells what it reads, a line an event.
ADAPTER = """
import json, sys
from datetime import UTC, datetime
from hotline.site.opening import site_open
with site_open():
    from hotline.channels.telephone.events import CallEvent, tell
    for line in sys.stdin:
        now = datetime.now(UTC)
        print(tell(CallEvent(exchange="", at=now, **json.loads(line)), at=now), flush=True)
"""


class Exchange:
    """Tells the site of calls."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def tell(self, call: str, kind: str, **facts: str) -> str:
        """Tell one event; gives what became of it."""
        assert self.process.stdin
        assert self.process.stdout
        event = {
            "call": f"browser-{call}",
            "id": f"{kind}-{facts}"[:90].replace(" ", ""),
            "kind": kind,
        }
        self.process.stdin.write(json.dumps({**event, **facts}) + "\n")
        self.process.stdin.flush()
        return next(line for line in self.process.stdout if "{" not in line).strip()


@pytest.fixture
def exchange(site: RunningSite) -> Iterator[Exchange]:
    """An exchange at the site's own database."""
    told = Path(f"/proc/{site.process.pid}/environ").read_text("utf-8").split("\0")
    of_site = dict(line.split("=", 1) for line in told if "=" in line)
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", ADAPTER],
        env=of_site,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield Exchange(process)
    process.communicate(timeout=30)


def test_a_call_pops_up_without_a_reload_and_a_missed_one_is_called_back(
    office: Office, exchange: Exchange
) -> None:
    with office.person("taker") as page, office.person("supervisor") as other:
        page.goto("/desk/workstation")
        other.goto("/desk/queue")
        expect(page.locator("body")).to_have_attribute("data-live", "open")
        page.evaluate("window.sameDocument = true")
        exchange.tell("A", "offered", caller=PHONE, agent="8001")
        expect(page.locator(".ws-is-ringing")).to_contain_text("154****6543")
        expect(page.locator("#caller")).to_contain_text("近一年来电")
        page.keyboard.press("F2")
        expect(page.locator(".ws-is-talking")).to_be_visible()
        exchange.tell("A", "answered", agent="8001")
        exchange.tell("A", "ended", ended_by="caller")
        expect(page.locator(".ws-is-after")).to_be_visible()
        page.select_option("#wrap_outcome", "question_answered")
        page.keyboard.press("F9")
        exchange.tell("B", "offered", caller=OTHER, queue="general")
        expect(other.locator("#queue .tile-number").first).to_contain_text("1")
        exchange.tell("B", "ended", ended_by="caller")
        other.goto("/desk/missed")
        row = other.locator(".missed", has_text="154****6544")
        row.get_by_role("button", name="回拨").first.click()
        expect(other.locator(".missed", has_text=OTHER)).to_be_visible()
        other.get_by_role("button", name="已打通").first.click()
        expect(other.locator(".missed", has_text="154****6544")).to_have_count(0)
