"""Every screen that people are led to: usable by everybody, nothing cut off or out of place."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page

from tests.browser.people import Office
from tests.browser.walking import pages_from

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path(__file__).parent / "pictures"
PEOPLE = (
    ("taker", "dispatcher", "callback"),
    ("reviewer", "supervisor", "leader"),
    ("clerk-tiexi", "leader-tiexi", "editor"),
    ("sysadmin", "secadmin", "auditor"),
)
SERIOUS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((each) => each.impact === "serious" || each.impact === "critical")
  .map((each) => `${each.id}: ` + each.nodes.slice(0, 3).map((n) => n.html).join(" | "))"""
# What stands beside the page, a top bar of two lines, and words cut off without saying so.
OUT_OF_PLACE = """() => {
  const width = document.documentElement.clientWidth;
  const whole = document.documentElement.scrollWidth;
  const wide = whole > width + 1 ? [`page ${whole} > ${width}`] : [];
  const cut = [...document.querySelectorAll("button, .btn, .chip, h1, h2, label, summary, dt, th")]
    .filter((each) => each.getClientRects().length && !each.closest(".visually-hidden"))
    .filter((each) => {
      const style = getComputedStyle(each);
      const hides = style.overflowX !== "visible" && style.textOverflow !== "ellipsis";
      return (hides && each.scrollWidth > each.clientWidth + 1)
        || (style.overflowY === "hidden" && each.scrollHeight > each.clientHeight + 2);
    })
    .map((each) => `cut: ${each.outerHTML.slice(0, 120)}`);
  const tabs = [...document.querySelectorAll(".topbar-nav > *")].map((each) => each.offsetTop);
  const broken = width >= 1366 && new Set(tabs).size > 1 ? ["the top bar takes two lines"] : [];
  return [...wide, ...broken, ...cut.slice(0, 5)];
}"""
SIZES = {"1366": (1366, 768), "1920": (1920, 1080), "390": (390, 844)}
VIEWS = ("1366", "1920", "390", "print", "dark", "contrast")
LOOKS = {"dark": "dark.usual.usual", "contrast": "light.usual.high"}
# A point may differ a little (another version of the browser draws edges otherwise), few may much.
TONES, SHARE = 48, 0.004


@pytest.mark.parametrize("people", PEOPLE, ids="-".join)
def test_every_screen_is_accessible_and_nothing_is_cut_off(
    office: Office, people: tuple[str, ...]
) -> None:
    wrong: dict[str, list[str]] = {}
    known: set[str] = set()
    for username in people:
        with office.person(username) as page:
            for address in pages_from(page, known):
                if found := looked_at(page, address):
                    wrong[f"{username} {address}"] = found
    assert wrong == {}


def looked_at(page: Page, address: str) -> list[str]:
    """What is wrong with one screen at the desk and on a phone."""
    page.set_viewport_size({"width": 1366, "height": 768})
    answer = page.goto(address)
    assert answer is not None
    if answer.status >= 400 or "text/html" not in answer.headers.get("content-type", ""):
        return [] if answer.status < 400 else [f"status {answer.status}"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(SERIOUS)
    for width, height in (SIZES["1366"], SIZES["390"]):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {line}" for line in page.evaluate(OUT_OF_PLACE)]
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_every_component_looks_as_it_was_agreed(office: Office, view: str, tmp_path: Path) -> None:
    with office.person("dispatcher") as page:
        shot = photographed(page, view)
    kept = PICTURES / f"styles-{view}.png"
    if os.environ.get("HOTLINE_PICTURES"):
        shot.quantize(256).save(kept, optimize=True)
        return
    shot.save(tmp_path / "now.png")
    expected = Image.open(kept).convert("RGB")
    assert shot.size[0] == expected.size[0]
    assert abs(shot.size[1] - expected.size[1]) <= 4, tmp_path
    assert differing(shot, expected) <= SHARE, tmp_path / "now.png"


def photographed(page: Page, view: str) -> Image.Image:
    """The style page in one of its views, whole, without the bars that count the day's work."""
    width, height = SIZES.get(view, SIZES["1366"])
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print" if view == "print" else "screen", reduced_motion="reduce")
    look = LOOKS.get(view, "light.usual.usual")
    page.context.add_cookies([{"name": "appearance", "value": look, "url": page.url}])
    page.goto("/desk/styles")
    page.evaluate(
        "document.querySelectorAll('.topbar, .queuebar').forEach((each) => each.remove())"
    )
    page.evaluate("document.fonts.ready")
    taken = page.locator("#content").screenshot(animations="disabled")
    return Image.open(BytesIO(taken)).convert("RGB")


def differing(shot: Image.Image, expected: Image.Image) -> float:
    """The share of points that are plainly another colour, edges aside."""
    size = (shot.size[0], min(shot.size[1], expected.size[1]))
    soft = [
        each.crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(1.5)) for each in (shot, expected)
    ]
    tones = ImageChops.difference(*soft).convert("L").histogram()
    return sum(tones[TONES:]) / (size[0] * size[1])
