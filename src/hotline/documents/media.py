"""What kind of file some bytes are, told from the content and never from the name.

Only what an office needs as evidence is in the table: pictures, recordings, films, documents. What
is not in it is refused, and so is a name whose ending says something else than the content.
"""

from __future__ import annotations

from dataclasses import dataclass

from hotline.documents.office_files import kind_of_ole, kind_of_zip

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
FILM_BRANDS = frozenset({b"qt  ", b"mmp4", b"dash", b"M4V ", b"avc1"})
FILM_STARTS = (b"iso", b"mp4", b"3gp", b"3g2")
BRAND = slice(8, 12)
# No text file has these: all control characters but tab, line feed, form feed, return, escape.
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\f\r\x1b")


@dataclass(frozen=True, slots=True)
class Media:
    """One kind of file: its Chinese name, family, type on the web, and the endings it may have."""

    code: str
    name: str
    family: str
    media_type: str
    endings: tuple[str, ...]


FAMILIES: dict[str, str] = {
    "picture": "图片",
    "recording": "录音",
    "film": "视频",
    "document": "文档",
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA: dict[str, Media] = {
    row.code: row
    for row in (
        Media("jpeg", "JPEG 图片", "picture", "image/jpeg", ("jpg", "jpeg", "jfif")),
        Media("png", "PNG 图片", "picture", "image/png", ("png",)),
        Media("gif", "GIF 图片", "picture", "image/gif", ("gif",)),
        Media("webp", "WebP 图片", "picture", "image/webp", ("webp",)),
        Media("heic", "HEIC 图片", "picture", "image/heic", ("heic", "heif")),
        Media("mp3", "MP3 录音", "recording", "audio/mpeg", ("mp3",)),
        Media("wav", "WAV 录音", "recording", "audio/wav", ("wav",)),
        Media("amr", "AMR 录音", "recording", "audio/amr", ("amr",)),
        Media("m4a", "M4A 录音", "recording", "audio/mp4", ("m4a", "mp4")),
        Media("ogg", "OGG 录音", "recording", "audio/ogg", ("ogg", "oga", "opus")),
        # Telephones call their recordings m4a and brand them as films.
        Media("mp4", "MP4 视频", "film", "video/mp4", ("mp4", "m4v", "mov", "3gp", "m4a")),
        Media("pdf", "PDF 文档", "document", "application/pdf", ("pdf",)),
        Media("docx", "Word 文档", "document", f"{_OPEN_XML}.wordprocessingml.document", ("docx",)),
        Media("xlsx", "Excel 表格", "document", f"{_OPEN_XML}.spreadsheetml.sheet", ("xlsx",)),
        Media(
            "pptx",
            "PowerPoint 演示",
            "document",
            f"{_OPEN_XML}.presentationml.presentation",
            ("pptx",),
        ),
        # WPS Office writes the same formats under endings of its own.
        Media("doc", "Word 文档", "document", "application/msword", ("doc", "wps")),
        Media("xls", "Excel 表格", "document", "application/vnd.ms-excel", ("xls", "et")),
        Media(
            "ppt", "PowerPoint 演示", "document", "application/vnd.ms-powerpoint", ("ppt", "dps")
        ),
        Media("ofd", "OFD 文档", "document", "application/ofd", ("ofd",)),
        Media("text", "文本", "document", "text/plain", ("txt", "csv")),
    )
}
TAKEN = "JPEG、PNG、GIF、WebP、HEIC 图片，MP3、WAV、AMR、M4A、OGG 录音，MP4 视频，PDF、Word、Excel、PowerPoint、OFD、TXT、CSV 文档"  # noqa: E501 - one sentence


def media_of(content: bytes) -> Media | None:
    """The kind of these bytes, or None for what is not in the table.

    Raises:
        Unacceptable: an office file with macros, packed like a bomb, or broken.
    """
    code = _code_of(content)
    return MEDIA[code] if code else None


def _code_of(content: bytes) -> str:
    """The code of the kind, empty for an unknown one."""
    if content.startswith(ZIP):
        return kind_of_zip(content)
    if content.startswith(OLE):
        return kind_of_ole(content)
    if content[4:8] == b"ftyp":
        return _boxed(content[BRAND])
    if content.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(content[BRAND], "")
    return _by_start(content)


def _by_start(content: bytes) -> str:
    """The kinds that are known by their first bytes, then those that have no such mark."""
    for code, start in _STARTS:
        if content.startswith(start):
            return code
    if _is_mpeg_sound(content):
        return "mp3"
    return "text" if _is_plain_text(content) else ""


_STARTS = (
    ("jpeg", b"\xff\xd8\xff"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("gif", b"GIF87a"),
    ("gif", b"GIF89a"),
    ("mp3", b"ID3"),
    ("amr", b"#!AMR\n"),
    ("amr", b"#!AMR-WB\n"),
    ("ogg", b"OggS"),
    ("pdf", b"%PDF-"),
)


def _boxed(brand: bytes) -> str:
    """Pictures, sound and films of the ISO base media format (ISO/IEC 14496-12), by brand."""
    if brand in HEIC_BRANDS:
        return "heic"
    if brand in SOUND_BRANDS:
        return "m4a"
    return "mp4" if brand in FILM_BRANDS or brand.startswith(FILM_STARTS) else ""


def _is_mpeg_sound(content: bytes) -> bool:
    """Whether an MPEG audio frame of layer III stands at the very start (ISO/IEC 11172-3)."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE6 != 0xE2:  # noqa: PLR2004
        return False
    rate, frequency = content[2] >> 4, content[2] >> 2 & 3
    return rate not in (0, 15) and frequency != 3  # noqa: PLR2004 - the reserved values


def _is_plain_text(content: bytes) -> bool:
    """Text that no browser would take for a page and no system for a program."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return not start.startswith((b"<", b"#!", b"MZ")) and _is_readable(content)


def _is_readable(content: bytes) -> bool:
    """Whether the bytes are characters in one of the two encodings that offices use."""
    if CONTROLS.intersection(content):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
