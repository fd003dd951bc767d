"""Small real files of every kind, good and bad, made on the spot."""

from __future__ import annotations

import struct
import zipfile
from base64 import b64decode
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

SCRIPT = b"<html><script>alert(1)</script></html>"
SECRET = "SecretPhone"
GPS = {1: "N", 2: (43.0, 9.0, 59.0), 3: "E", 4: (124.0, 22.0, 0.0)}
GPS_PART = 0x8825
ORIENTATION, DEVICE = 0x112, 0x110
LIMITS = {
    "picture": 1_000_000,
    "recording": 1_000_000,
    "film": 1_000_000,
    "document": 1_000_000,
}
# 64 × 48 red points from a telephone that wrote its name and place into the file.
HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABoAAgAAAAAB/AABAAAAAAAAAK4AAAA4aWlu"
    "ZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA"
    "/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAA"
    "AAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAA"
    "AA5jZHNjAAIAAQABAAAA0G1kYXQAAAAWKAGvGYDvSaW//9/jH/X2r/imtaY+bgAAAAZFeGlmAABNTQAqAAAACAAD"
    "ARAAAgAAAAwAAAAyARIAAwAAAAEAAQAAiCUABAAAAAEAAAA+AAAAAFNlY3JldFBob25lAAAEAAEAAgAAAAJOAAAA"
    "AAIABQAAAAMAAAB0AAMAAgAAAAJFAAAAAAQABQAAAAMAAACMAAAAAAAAACsAAAABAAAACQAAAAEAAAA7AAAAAQAA"
    "AHwAAAABAAAAFgAAAAEAAAAAAAAAAQ=="
)


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **facts: Any) -> bytes:
    """A picture, red on its left half and blue on its right."""
    drawn = Image.new("RGB", size, (220, 20, 20))
    drawn.paste((20, 20, 220), (size[0] // 2, 0, *size))
    output = BytesIO()
    drawn.save(output, form, **facts)
    return output.getvalue()


def exif(orientation: int = 1) -> bytes:
    """What a telephone writes beside the pixels: its name, how it was held, and the place."""
    facts = Image.Exif()
    facts[DEVICE], facts[ORIENTATION] = SECRET, orientation
    facts.get_ifd(GPS_PART).update(GPS)
    return facts.tobytes()


def photo(orientation: int = 1) -> bytes:
    """A JPEG with place and device in its EXIF, and a comment."""
    return picture(exif=exif(orientation), comment=SECRET.encode(), quality=95)


def png_with_words() -> bytes:
    """A PNG with place and words in its chunks."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    return picture("PNG", pnginfo=words, exif=exif())


def moving(form: str = "GIF") -> bytes:
    """Three frames of different colours and times that begin again for ever."""
    colours = ((200, 0, 0), (0, 200, 0), (0, 0, 200))
    frames = [Image.new("RGB", (30, 30), colour) for colour in colours]
    facts: dict[str, Any] = {"lossless": True} if form == "WEBP" else {"comment": SECRET.encode()}
    output = BytesIO()
    frames[0].save(
        output,
        form,
        save_all=True,
        append_images=frames[1:],
        duration=[100, 200, 300],
        loop=0,
        **facts,
    )
    return output.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    """One box of a film."""
    return struct.pack(">I4s", 8 + len(body), name) + body


def film(brand: bytes = b"isom") -> bytes:
    """A film with the place of filming in its user data and the device in its metadata."""
    place = box(b"udta", box(b"\xa9xyz", b"+43.1663+124.3667/"))
    track = box(b"trak", box(b"tkhd", b"\0" * 8) + box(b"meta", SECRET.encode()))
    head = box(b"moov", box(b"mvhd", b"\1" * 8) + track + place)
    return box(b"ftyp", brand + b"\0\0\0\0") + head + box(b"mdat", b"\x07" * 64)


def wav() -> bytes:
    """A moment of silence."""
    return b"RIFF" + struct.pack("<I", 44) + b"WAVEfmt " + b"\0" * 36


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def office(part: str = "word/document.xml", **more: bytes) -> bytes:
    """An office file as far as anybody looks into it."""
    types = b'<Types><Override PartName="/x" ContentType="application/xml"/></Types>'
    return packed({"[Content_Types].xml": types, part: b"<document/>", **more})


def bomb() -> bytes:
    """A Word document of 40 KB that unpacks to 40 MB."""
    return packed({"word/document.xml": b"\0" * 40_000_000})


def ole(*names: str) -> bytes:
    """An OLE container that has streams of these names."""
    entries = b""
    for name in names:
        written = name.encode("utf-16-le") + b"\0\0"
        entries += written.ljust(64, b"\0") + struct.pack("<H", len(written)) + b"\0" * 62
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries).ljust(4096, b"\0")


PDF = b"%PDF-1.4\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>\n%%EOF\n"

GOOD: dict[str, tuple[str, bytes]] = {
    "jpeg": ("现场.jpg", picture()),
    "png": ("现场.png", picture("PNG")),
    "gif": ("现场.gif", picture("GIF")),
    "webp": ("现场.webp", picture("WEBP")),
    "mp3": ("录音.mp3", b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" * 20),
    "wav": ("录音.wav", wav()),
    "amr": ("录音.amr", b"#!AMR\n" + b"\x3c" * 32),
    "m4a": ("录音.m4a", film(b"M4A ")),
    "ogg": ("录音.ogg", b"OggS" + b"\0" * 60),
    "mp4": ("视频.mp4", film()),
    "pdf": ("来信.pdf", PDF),
    "docx": ("来信.docx", office()),
    "xlsx": ("清单.xlsx", office("xl/workbook.xml")),
    "pptx": ("汇报.pptx", office("ppt/presentation.xml")),
    "ofd": ("公文.ofd", packed({"OFD.xml": b"<OFD/>"})),
    "doc": ("来信.wps", ole("Root Entry", "WordDocument")),
    "xls": ("清单.xls", ole("Root Entry", "Workbook")),
    "ppt": ("汇报.ppt", ole("Root Entry", "PowerPoint Document")),
    "text": ("来信.txt", "小区门口的路灯不亮。".encode("gb18030")),
}
