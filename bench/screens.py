"""What a person waits for: first view, answer to a key or click, and what a screen transfers.

A real site as `hotline run` starts it, a real Chromium without a window, nothing kept from an
earlier page. First view is the first contentful paint; the answer to a key is the longest of the
event timings that make up INP.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.report import print_machine
from bench.scratch import scratch_site
from tests.browser.site import RunningSite, run_site

RUNS = 5
SCREENS = {
    "taker": ("/desk/", "/desk/cases/new", "/desk/workstation"),
    "dispatcher": ("/desk/cases?queue=dispatch", "/desk/dispatching"),
    "clerk-tiexi": ("/desk/unit", "/desk/unit/figures"),
    "callback": ("/desk/callbacks",),
    "supervisor": ("/desk/oversight", "/desk/cases"),
    "leader": ("/desk/leader", "/desk/figures"),
    "sysadmin": ("/desk/reference",),
}
WATCH = """() => {
  window.answers = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) answers.push(entry.duration);
  }).observe({ type: "event", buffered: true, durationThreshold: 16 });
}"""
TIMES = """() => ({
  first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  longest: Math.max(0, ...window.answers),
})"""


def main() -> None:
    """Prints one line per screen."""
    with scratch_site():
        print_machine()
    folder = Path(tempfile.mkdtemp(prefix="hotline-screens-"))
    folder.chmod(0o755)
    try:
        with run_site(folder / "var") as site, sync_playwright() as playwright:
            found = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            print(
                f"{'screen':<34}{'first view':>12}{'key, click':>12}{'transferred':>13}{'loads':>7}"
            )
            for person, addresses in SCREENS.items():
                for address in addresses:
                    measure(browser, site, person, address)
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(browser: Browser, site: RunningSite, person: str, address: str) -> None:
    """One screen, several times, each with an empty cache."""
    runs = [once(browser, site, person, address) for _ in range(RUNS)]
    first, longest, size, loads = (statistics.median(each) for each in zip(*runs, strict=True))
    print(f"{address:<34}{first:>9.0f} ms{longest:>9.0f} ms{size / 1024:>10.0f} KB{loads:>7.0f}")


def once(browser: Browser, site: RunningSite, person: str, address: str) -> tuple[float, ...]:
    """First view, longest answer, bytes over the wire and number of loads."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("用户名").fill(person)
    page.get_by_label("密码").fill(site.password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/**")
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    loaded: list[float] = []
    wire.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.evaluate(WATCH)
    handle(page)
    times: dict[str, Any] = page.evaluate(TIMES)
    context.close()
    return times["first"], times["longest"], sum(loaded), len(loaded)


def handle(page: Page) -> None:
    """What hands do on any screen: keys through it, the help, a field if there is one."""
    for key in ("Tab", "Tab", "Tab", "?", "Escape", "j", "k"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    field = page.locator("main input[type=text]:visible, main textarea:visible").first
    if field.count():
        field.click()
        page.keyboard.type("luduan 123", delay=30)
    page.wait_for_timeout(300)


if __name__ == "__main__":
    main()
