"""A text as a picture for a camera (二维码)."""

from __future__ import annotations

from io import BytesIO

import segno

SCALE = 5


def qr_svg(text: str) -> bytes:
    """The QR code of a text as SVG: black on white in any scheme, without styles."""
    drawn = BytesIO()
    code = segno.make(text, error="m")
    code.save(drawn, kind="svg", scale=SCALE, dark="#000", light="#fff", svgclass=None)
    return drawn.getvalue()
