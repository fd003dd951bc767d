"""Pictures drawn anew: what somebody photographed stays, where and with what they did goes.

A picture is decoded and encoded again by us. So nothing but pixels survives: no place, time, name
or serial number (EXIF, XMP, IPTC, comments, text chunks), and no second file hidden behind the
first. Its orientation is applied. HEIC, which office computers cannot open, becomes JPEG.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pi_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from hotline.documents.unacceptable import Unacceptable

# Enough for a telephone's 50 million; frames of a moving picture count together.
PIXEL_LIMIT = 64_000_000
FRAME_LIMIT = 1_000
JPEG_QUALITY = 92
SMALL = (240, 240)
SMALL_QUALITY = 75
WHITE = (255, 255, 255)

BROKEN = "图片已损坏或没有传完整，打不开。请核对原文件后重新添加。"
TOO_LARGE = "图片展开后过大（超过 6400 万像素），不能接收。请缩小后重新添加。"
FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
MOVING = frozenset({"png", "gif", "webp"})
# Everything that a decoder may raise on bytes made to hurt it; Pillow promises no less.
FAILURES = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ArithmeticError,
    RuntimeError,
)


def drawn_anew(content: bytes, code: str) -> tuple[bytes, str]:
    """The picture's pixels as a new file, and the code of its kind.

    Raises:
        Unacceptable: broken, cut off, or too large.
    """
    try:
        if code == "heic":
            return _saved(_from_heic(content), "jpeg"), "jpeg"
        with Image.open(BytesIO(content), formats=[FORMATS[code]]) as picture:
            frames = getattr(picture, "n_frames", 1)
            _weigh(picture.size, frames)
            if frames > 1 and code in MOVING:
                return _saved_moving(picture, code), code
            return _saved(_bare(ImageOps.exif_transpose(picture)), code), code
    except MemoryError as error:
        raise Unacceptable(TOO_LARGE) from error
    except FAILURES as error:
        raise Unacceptable(BROKEN) from error


def fitted(content: bytes, code: str, most: int) -> bytes:
    """A picture that `drawn_anew` gave, no side longer than `most`; a moving one stays as it is."""
    with Image.open(BytesIO(content), formats=[FORMATS[code]]) as picture:
        if max(picture.size) <= most or getattr(picture, "n_frames", 1) > 1:
            return content
        picture.thumbnail((most, most))
        return _saved(_bare(picture), code)


def small(content: bytes, code: str) -> bytes:
    """A small JPEG of a picture that `drawn_anew` gave, for a list."""
    with Image.open(BytesIO(content), formats=[FORMATS[code]]) as picture:
        picture.thumbnail(SMALL)
        whole = picture.convert("RGBA")
    paper = Image.new("RGB", whole.size, WHITE)
    paper.paste(whole, mask=whole.getchannel("A"))
    return _written(paper, "JPEG", quality=SMALL_QUALITY)


def _from_heic(content: bytes) -> Image.Image:
    """The first picture of the file, turned as its own boxes say."""
    opened = pi_heif.open_heif(BytesIO(content))
    _weigh(opened.size, 1)
    return _bare(opened.to_pillow())


def _weigh(size: tuple[int, int], frames: int) -> None:
    """Refuse what would fill the memory, before a pixel is decoded."""
    if frames > FRAME_LIMIT or size[0] * size[1] * frames > PIXEL_LIMIT:
        raise Unacceptable(TOO_LARGE)


def _bare(picture: Image.Image) -> Image.Image:
    """The picture with nothing beside its pixels, in a mode that every format can keep."""
    sees_through = picture.has_transparency_data
    if picture.mode.startswith("I;16"):
        bare = picture.copy()
    elif picture.mode in ("1", "L") and not sees_through:
        bare = picture.convert("L")
    else:
        bare = picture.convert("RGBA" if sees_through else "RGB")
    bare.info = {}
    return bare


def _saved(picture: Image.Image, code: str) -> bytes:
    """A still picture as a file."""
    if code == "jpeg":
        return _written(picture, "JPEG", quality=JPEG_QUALITY, optimize=True)
    if code == "webp":
        return _written(picture, "WEBP", quality=JPEG_QUALITY)
    return _written(picture, FORMATS[code])


def _saved_moving(picture: Image.Image, code: str) -> bytes:
    """A moving picture as a file: its frames with their times, and how often it begins again."""
    times = [int(frame.info.get("duration", 0)) for frame in ImageSequence.Iterator(picture)]
    first, *rest = _frames(picture)
    facts: dict[str, Any] = {"duration": times, "loop": int(picture.info.get("loop", 0))}
    if code == "gif":
        facts["disposal"] = 2
    return _written(first, FORMATS[code], save_all=True, append_images=rest, **facts)


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(picture):
        bare = frame.convert("RGBA")
        bare.info = {}
        yield bare


def _written(picture: Image.Image, form: str, **facts: Any) -> bytes:
    """The bytes of a file in this form."""
    output = BytesIO()
    picture.save(output, form, **facts)
    return output.getvalue()
