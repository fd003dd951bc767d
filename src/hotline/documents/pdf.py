"""A Word file as PDF, for reading and filing, through LibreOffice without a screen."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from hotline.documents import gbt9704

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PASSED_ON = ("PATH", "HOME", "TMPDIR")
_TIMEOUT_SECONDS = 90.0

# PDF/A-2b for filing, with tags for screen readers and the headings as bookmarks. LibreOffice
# before 7.4 passes these over and makes a plain PDF.
_FILTER = json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
    }
)

_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
# Official font → what may stand in for it, best first; fontconfig takes the first one installed.
_STAND_INS: dict[str, tuple[str, ...]] = {
    gbt9704.FANGSONG: ("仿宋", "FangSong", "FandolFang R", "FandolFang", _SERIF),
    "仿宋": ("FangSong", "FandolFang R", "FandolFang", _SERIF),
    gbt9704.KAITI: ("楷体", "KaiTi", "FandolKai", _SERIF),
    gbt9704.HEITI: ("SimHei", "FandolHei", _SANS),
    gbt9704.SONGTI: ("SimSun", "FandolSong", _SERIF),
    gbt9704.XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S", _SERIF),
    gbt9704.WESTERN: ("Liberation Serif", "Tinos", "Nimbus Roman", "FreeSerif", _SERIF),
}


class OfficeMissing(Exception):
    """No LibreOffice on this machine; the message tells the user how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "没有找到 LibreOffice，无法生成 PDF。请在服务器上安装："
            "apt install libreoffice-writer fonts-noto-cjk"
        )


class OfficeFailed(Exception):
    """LibreOffice was there but made no PDF; the message says why, as far as it told."""


def office_path() -> Path | None:
    """Where LibreOffice is on this machine, to offer PDF only where it can be made."""
    found = [place for name in _NAMES if (place := shutil.which(name))]
    usual = [place for place in _USUAL_PLACES if os.access(place, os.X_OK)]
    return next((Path(place) for place in found + usual), None)


def write_pdf(docx: bytes, timeout: float = _TIMEOUT_SECONDS) -> bytes:
    """The PDF of a .docx, for those who only read.

    `timeout` is in seconds. Each call has its own profile, so calls may run side by side. Raises
    OfficeMissing without LibreOffice and OfficeFailed when it fails or takes too long.
    """
    office = office_path()
    if office is None:
        raise OfficeMissing
    with tempfile.TemporaryDirectory(prefix="hotline-pdf-", ignore_cleanup_errors=True) as room:
        place = Path(room)
        (place / "page.docx").write_bytes(docx)
        (place / "fonts.conf").write_text(fonts_conf(), encoding="utf-8")
        said = _run(_command(office, place), _environment(place), timeout)
        return _made(place / "page.pdf", said)


def _command(office: Path, place: Path) -> list[str]:
    return [
        str(office),
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", f"pdf:writer_pdf_Export:{_FILTER}", "--outdir", str(place)),
        str(place / "page.docx"),
    ]


def _environment(place: Path) -> dict[str, str]:
    """Only what LibreOffice needs: keys and addresses of ours are not its business."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "FONTCONFIG_FILE": str(place / "fonts.conf"),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _run(command: list[str], environment: dict[str, str], timeout: float) -> str:
    """What a program said; if it does not come back in time, all that it started is ended too."""
    process = subprocess.Popen(  # noqa: S603 -- our own command line, no shell
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as slow:
            raise OfficeFailed(f"LibreOffice 在 {timeout:g} 秒内没有完成 PDF 转换。") from slow
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode("utf-8", "replace").strip()


def _made(pdf: Path, said: str) -> bytes:
    if not pdf.is_file():
        raise OfficeFailed(f"LibreOffice 没有生成 PDF：{said[-500:] or '没有说明原因'}")
    return pdf.read_bytes()


def fonts_conf() -> str:
    """A fontconfig file by which a machine without the official fonts shows the nearest ones.

    It adds to the system's own file. A font that is installed under its own name is used as is.
    """
    aliases = "".join(_alias(name, others) for name, others in _STAND_INS.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig>\n{aliases}{_bold(gbt9704.XIAOBIAOSONG)}"
        f'<include ignore_missing="yes">{escape(_system_fonts_conf())}</include>\n</fontconfig>\n'
    )


def _system_fonts_conf() -> str:
    return os.environ.get("FONTCONFIG_FILE") or "/etc/fonts/fonts.conf"


def _alias(name: str, stand_ins: tuple[str, ...]) -> str:
    preferred = "".join(f"<family>{escape(other)}</family>" for other in stand_ins)
    return (
        f'<alias binding="same"><family>{escape(name)}</family>'
        f"<accept>{preferred}</accept></alias>\n"
    )


def _bold(name: str) -> str:
    """小标宋 is heavy by nature, so what stands in for it has to be asked for in bold."""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        '<edit name="weight" mode="assign" binding="same"><const>bold</const></edit></match>\n'
    )
