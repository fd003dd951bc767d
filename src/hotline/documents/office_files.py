"""What office file is inside a zip or an OLE container, and whether it is safe to keep.

Files with macros are refused, and so is a zip that unpacks to far more than it is.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from hotline.documents.unacceptable import Unacceptable

PART_LIMIT = 5_000
UNPACKED_LIMIT = 300 * 1024 * 1024
RATIO_LIMIT = 200
RATIO_MATTERS_FROM = 20 * 1024 * 1024
PIECE = 256 * 1024
ENCRYPTED = 0x1

INSIDE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "OFD.xml": "ofd",
}
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_TYPE = b"macroenabled"

# Names of streams in an OLE file ([MS-CFB] 2.6.1): 64 bytes of UTF-16 and the length of the name.
OLE_ENTRY = 128
OLE_NAME = 64
OLE_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
OLE_MACROS = frozenset({"_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA"})

HAS_MACROS = (
    "文件带有宏（程序代码），不能接收。请另存为不含宏的格式（docx、xlsx、pptx）后重新添加。"
)
TOO_MUCH = "文件解压后过大，不能接收。请拆分后重新添加。"
BROKEN = "文件已损坏或没有传完整，打不开。请核对原文件后重新添加。"
LOCKED = "文件设有打开密码，无法检查。请去掉密码后重新添加。"


def kind_of_zip(content: bytes) -> str:
    """The code of the office file in this zip, empty for another zip.

    Raises:
        Unacceptable: broken, locked, with macros, or packed like a bomb.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            code = next((INSIDE[part.filename] for part in parts if part.filename in INSIDE), "")
            if code:
                _weigh(parts)
                _look_for_macros(archive, parts)
                _unpack(archive, parts)
            return code
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Unacceptable(BROKEN) from error


def kind_of_ole(content: bytes) -> str:
    """The code of the office file in this OLE container, empty for another one.

    Raises:
        Unacceptable: locked, or with macros.
    """
    names = set(_ole_names(content))
    if "EncryptedPackage" in names:
        raise Unacceptable(LOCKED)
    code = next((OLE_STREAMS[name] for name in OLE_STREAMS if name in names), "")
    if code and names & OLE_MACROS:
        raise Unacceptable(HAS_MACROS)
    return code


def _weigh(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse a bomb by the zip's own directory, before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked / packed > RATIO_LIMIT
    if len(parts) > PART_LIMIT or unpacked > UNPACKED_LIMIT or swollen:
        raise Unacceptable(TOO_MUCH)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unacceptable(LOCKED)


def _look_for_macros(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse program code, by its part or by the type that the file gives itself."""
    if any(part.filename.lower().endswith(MACRO_PARTS) for part in parts):
        raise Unacceptable(HAS_MACROS)
    names = {part.filename for part in parts}
    if "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml").lower()
        if MACRO_TYPE in types or MACRO_TYPE in types.replace(b"\0", b""):
            raise Unacceptable(HAS_MACROS)


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read every part to its end: no more comes out than was said, and its checksum is right."""
    for part in parts:
        with archive.open(part) as stream:
            while stream.read(PIECE):
                pass


def _ole_names(content: bytes) -> Iterator[str]:
    """The names of streams and storages; their entries lie at multiples of their own size."""
    for place in range(512, len(content) - OLE_ENTRY + 1, OLE_ENTRY):
        (length,) = struct.unpack_from("<H", content, place + OLE_NAME)
        if 4 <= length <= OLE_NAME and length % 2 == 0:  # noqa: PLR2004 - bytes of a name
            name = content[place : place + length]
            if name.endswith(b"\0\0"):
                yield name[:-2].decode("utf-16-le", "replace")
