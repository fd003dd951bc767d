"""A file that somebody hands in, read: is it what it says, may it be kept, and in which form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.documents.file_names import clean_name, ending_of, with_ending
from hotline.documents.films import without_place
from hotline.documents.media import FAMILIES, MEDIA, TAKEN, Media, media_of
from hotline.documents.pictures import drawn_anew, small
from hotline.documents.unacceptable import Unacceptable

MEGABYTE = 1024 * 1024
PDF_END = b"%%EOF"
PDF_TAIL = 4096

EMPTY = "文件是空的（0 字节）。请核对后重新选择。"
CUT_OFF = "PDF 文档没有传完整，打不开。请核对原文件后重新添加。"
UNKNOWN = f"不接收这种文件。可以添加：{TAKEN}。"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it will be kept: clean name, kind, content, and a small picture for pictures."""

    name: str
    media: Media
    content: bytes
    small: bytes = b""


def read_attached(given: str, content: bytes, limits: Mapping[str, int]) -> Attached:
    """The file as it will be kept; `limits` are bytes by family (`media.FAMILIES`).

    Raises:
        Unacceptable: empty, unknown, too large, broken, dangerous, or named like another kind.
    """
    if not content:
        raise Unacceptable(EMPTY)
    if len(content) > max(limits.values()):
        raise too_large(max(limits.values()))
    media = media_of(content)
    if media is None:
        raise Unacceptable(UNKNOWN)
    if len(content) > limits[media.family]:
        raise too_large(limits[media.family], FAMILIES[media.family])
    return _kept(_named(clean_name(given), media), media, content)


def too_large(limit: int, family: str = "文件") -> Unacceptable:
    """The refusal of a file over the limit."""
    return Unacceptable(f"{family}超过 {limit // MEGABYTE} MB，不能接收。请压缩或拆分后重新添加。")


def _named(name: str, media: Media) -> str:
    """The name with an ending that its content has; a wrong one is refused."""
    ending = ending_of(name)
    if not ending:
        return with_ending(name, media.endings[0])
    if ending not in media.endings:
        right = "、".join(f".{each}" for each in media.endings)
        raise Unacceptable(
            f"文件名以“.{ending}”结尾，内容却是{media.name}。请核对文件；如内容无误，"
            f"请改为以 {right} 结尾后重新添加。"
        )
    return name


def _kept(name: str, media: Media, content: bytes) -> Attached:
    """Pictures drawn anew, films without their place, all else as it came."""
    if media.family == "picture":
        anew, code = drawn_anew(content, media.code)
        if code != media.code:
            name, media = with_ending(name, MEDIA[code].endings[0]), MEDIA[code]
        return Attached(name, media, anew, small(anew, code))
    if media.code in ("mp4", "m4a"):
        return Attached(name, media, without_place(content))
    if media.code == "pdf" and PDF_END not in content[-PDF_TAIL:]:
        raise Unacceptable(CUT_OFF)
    return Attached(name, media, content)
