"""What a citizen waits for on a cheap telephone: bytes per page, first view, a whole filing.

A real site, a real Chromium of telephone size with nothing kept, slowed as the browser's own tools
do it: slow 4G (1.6 Mbit/s down, 750 kbit/s up, 150 ms) and a processor four times slower. First
view is the largest contentful paint; bytes are those of the wire, headers included.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.report import print_machine
from bench.scratch import scratch_site
from tests.browser.site import RunningSite, run_site

RUNS = 5
PAGES = ("/", "/file", "/progress", "/bulletins", "/mine")
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
TYPING = 45  # milliseconds from key to key, faster than people and slower than programs
MATTER = "小区门口的路灯坏了三天，夜里看不见路，请修好。"
WATCH = """
window.largest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.largest = Math.max(window.largest, entry.startTime);
}).observe({ type: "largest-contentful-paint", buffered: true });
"""
SETTLED = 1500  # milliseconds after the last load, so that the last paint is reported


def main() -> None:
    """Prints one line per page, and one for a filing."""
    with scratch_site():
        print_machine()
    folder = Path(tempfile.mkdtemp(prefix="hotline-portal-"))
    folder.chmod(0o755)
    try:
        with run_site(folder / "var") as site, sync_playwright() as playwright:
            found = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            print(f"{'page':<14}{'first view':>12}{'lowest-highest':>18}{'transferred':>13}")
            for address in PAGES:
                measure(browser, site, address)
            filings = [filing(browser, site) for _ in range(3)]
            print(f"a whole filing with a picture: {statistics.median(filings):.0f} s")
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(browser: Browser, site: RunningSite, address: str) -> None:
    """One page, several times; the first run warms the server and is not counted."""
    runs = [once(browser, site, address) for _ in range(RUNS + 1)][1:]
    views, sizes = zip(*runs, strict=True)
    between = f"{min(views):.0f}-{max(views):.0f}"
    view, size = statistics.median(views), statistics.median(sizes)
    print(f"{address:<14}{view:>9.0f} ms{between:>18}{size / 1024:>10.1f} KB")


def once(browser: Browser, site: RunningSite, address: str) -> tuple[float, int]:
    """First view in milliseconds and bytes of one visit."""
    with telephone(browser, site) as (page, received):
        page.add_init_script(WATCH)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(SETTLED)
        return float(page.evaluate("window.largest")), sum(received)


@contextmanager
def telephone(browser: Browser, site: RunningSite) -> Iterator[tuple[Page, list[int]]]:
    """A slow telephone with an empty cache, and the bytes that come to it."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 844}, locale="zh-CN"
    )
    page, received = context.new_page(), list[int]()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tools.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    yield page, received
    context.close()


def filing(browser: Browser, site: RunningSite) -> float:
    """Seconds from opening the front page to the receipt, typing included."""
    picture = BytesIO()
    Image.effect_noise((3000, 2250), 40).convert("RGB").save(picture, "JPEG")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    with telephone(browser, site) as (page, _):
        began = time.monotonic()
        page.goto("/")
        page.get_by_role("link", name="我要反映").last.click()
        page.get_by_label("发生了什么事").press_sequentially(
            "小区门口的路灯坏了三天，夜里看不见路，请修好。", delay=TYPING
        )
        page.get_by_label("在哪里").select_option(label="铁西区")
        page.get_by_label("具体地点").press_sequentially("英雄大街槐花苑北门", delay=TYPING)
        page.get_by_label("照片").set_input_files([photo])
        page.get_by_label("怎么称呼您").press_sequentially("甄示例", delay=TYPING)
        page.get_by_label("联系电话").press_sequentially("15400001234", delay=TYPING)
        page.get_by_label("我已阅读").check()
        page.get_by_role("button", name="下一步").click()
        page.get_by_role("button", name="确认提交").click(timeout=90_000)
        page.wait_for_url("**/file/receipt", timeout=90_000)
        return time.monotonic() - began


if __name__ == "__main__":
    main()
