"""Takes the few front-end files that pages need out of node_modules; standard library only.

The files are named one by one, so that nothing else of a package is ever served.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from hotline.site.joining import joined

FILES = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts/echarts.simple.min.js": "echarts/dist/echarts.simple.min.js",
}
ICON_DIRECTORY = "@tabler/icons/icons/outline"
ICON_NAMES = """
adjustments alert-circle alert-triangle archive arrow-back-up arrow-forward-up arrow-left
arrow-right arrows-join ban bell book building building-community calendar calendar-event camera
category chart-bar chart-line check checks chevron-down chevron-left chevron-right chevron-up
circle-check circle-x clipboard-check clock copy database device-floppy dots download edit
external-link eye eye-off file-text filter flag gavel headset help hierarchy history home
hourglass id inbox info-circle key link list list-check lock lock-open login logout mail map-pin
menu-2 message message-circle microphone minus moon news notes paperclip pencil phone phone-call
phone-incoming player-pause player-play plus printer refresh route scale search send settings
share shield-lock sort-ascending sort-descending speakerphone star sun table tag tags target
arrows-right-left coffee phone-off repeat
thumb-down thumb-up trash upload user user-check users world x zoom-in devices device-mobile
fingerprint alarm dashboard device-desktop server sparkles bulb flame
"""
ICONS = tuple(ICON_NAMES.split())
STAMP = ".stamp"
# Source maps are not served, and a style sheet that names a missing file cannot get a hashed name.
SOURCE_MAP = re.compile(rb"(/\*|//)# sourceMappingURL=[^\s*]+( ?\*/)?\s*$")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
SYMBOL = (
    '<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{drawing}</symbol>'
)


class AssetsMissingError(RuntimeError):
    """The front-end files are not there; its text is the message to show."""


def ensure_assets(root: Path, target: Path) -> bool:
    """Fills `target` when the lock file or this list has changed; says whether it did."""
    wanted = _stamp(root)
    stamp = target / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    modules = root / "node_modules"
    if not modules.is_dir():
        raise AssetsMissingError(
            "缺少前端文件,请在项目目录运行 ./hotline run 或 npm ci"
            " / front-end files are missing: use ./hotline run or npm ci"
        )
    build_assets(modules, target)
    stamp.write_text(wanted, encoding="utf-8")
    return True


def build_assets(modules: Path, target: Path) -> None:
    """Copies the files and draws the icon sheet."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "jssip").mkdir(parents=True)
    (target / "jssip/jssip.js").write_text(joined(modules, "jssip", "JsSIP"), encoding="utf-8")
    for name, source in FILES.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(SOURCE_MAP.sub(b"", (modules / source).read_bytes()))
    sheet = icon_sheet(modules / ICON_DIRECTORY)
    (target / "icons.svg").write_text(sheet, encoding="utf-8")


def icon_sheet(directory: Path) -> str:
    """All icons in one file, used as <use href="…/icons.svg#i-NAME">."""
    symbols = [_symbol(name, directory / f"{name}.svg") for name in ICONS]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _symbol(name: str, file: Path) -> str:
    """One icon as a symbol."""
    found = DRAWING.search(file.read_text(encoding="utf-8"))
    if found is None:
        raise AssetsMissingError(f"图标 {name} 无法读取 / icon {name} cannot be read")
    return SYMBOL.format(name=name, drawing=" ".join(found.group(1).split()))


def _stamp(root: Path) -> str:
    """What the files depend on: the versions in the lock file, and this list."""
    digest = hashlib.sha256()
    for source in (root / "package-lock.json", Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()
