"""Pictures of the desks for the README: small files, kept only when they are asked for."""

from __future__ import annotations

import os
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

IN_README = Path(__file__).resolve().parents[2] / "docs" / "pictures"
ARE_WANTED = bool(os.environ.get("HOTLINE_PICTURES"))
COLOURS = 256


def picture(page: Page, name: str) -> None:
    """Keep what a person sees; for the README only when asked for, or every run would change it."""
    folder = IN_README if ARE_WANTED else Path(tempfile.gettempdir())
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
