"""Pages of a PDF as one grey picture, compared with the picture that was agreed.

Compared are the mean tones of small squares: letters drawn a little otherwise (half a point aside,
a sixth lighter) pass, a chart that is gone, a column that moved or a heading in another font does
not. Other fonts or another LibreOffice break lines elsewhere; there the comparison is skipped.
`HOTLINE_PICTURES=1` draws the agreed pictures anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops

PICTURES = Path(__file__).parent / "pictures"
DOTS_PER_INCH = 60
SQUARE = 8  # dots: about half a line of text
TONES = 32  # of 255: between what drawing letters otherwise makes (25) and a lost bold (38)
GREYS = 16

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="poppler-utils is not installed"
)


def picture_of(pdf: bytes, folder: Path) -> Image.Image:
    """All pages below each other."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.pdf").write_bytes(pdf)
    _poppler("pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", "page.pdf", "page", at=folder)
    pages = [Image.open(path).convert("L") for path in sorted(folder.glob("page-*.png"))]
    whole = Image.new("L", (pages[0].width, sum(page.height for page in pages)))
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def fonts_of(folder: Path) -> str:
    """The fonts with which the pages were drawn, without the mark of the part that is embedded."""
    listed = _poppler("pdffonts", "page.pdf", at=folder).splitlines()[2:]
    return "\n".join(sorted({line.split()[0].rpartition("+")[2] for line in listed}))


def fonts_matched(*families: str) -> str:
    """The fonts that stand in for these here; for PDFs that keep no names of fonts."""
    asked = [["fc-match", "-f", "%{family}", f"{family}:lang=zh-cn"] for family in families]
    return "\n".join(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
        for command in asked
    )


def _poppler(*command: str, at: Path) -> str:
    done = subprocess.run(command, cwd=at, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode()


def differing_squares(now: Image.Image, agreed: Image.Image) -> int:
    """How many squares have plainly another tone; all of them where the sizes differ."""
    coarse = (now.width // SQUARE, now.height // SQUARE)
    if now.size != agreed.size:
        return coarse[0] * coarse[1]
    small = [each.resize(coarse, Image.Resampling.BOX) for each in (now, agreed)]
    return sum(ImageChops.difference(*small).histogram()[TONES + 1 :])


def differing_pages(now: Image.Image, agreed: Image.Image, pages: int) -> list[int]:
    """Which pages differ, counted from 1."""
    high = now.height // pages
    parts = [(0, high * page, now.width, high * (page + 1)) for page in range(pages)]
    return [
        page
        for page, part in enumerate(parts, start=1)
        if differing_squares(now.crop(part), agreed.crop(part))
    ]


def agreed_picture(name: str, now: Image.Image, drawn_with: str) -> Image.Image:
    """The agreed picture; skips where that was drawn with other means, or just now."""
    kept, means = PICTURES / f"{name}.png", PICTURES / f"{name}.txt"
    if os.environ.get("HOTLINE_PICTURES"):
        step = 255 // (GREYS - 1)
        rounded = now.point([round(tone / step) * step for tone in range(256)])
        rounded.quantize(GREYS).save(kept, optimize=True)
        means.write_text(drawn_with + "\n", encoding="utf-8")
        pytest.skip(f"{kept.name} was drawn anew: look at it")
    if means.read_text(encoding="utf-8").strip() != drawn_with.strip():
        pytest.skip(f"{kept.name} was drawn with other fonts or another program: see {means.name}")
    return Image.open(kept).convert("L")
