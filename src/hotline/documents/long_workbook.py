"""A workbook of any length, written from front to back.

openpyxl writes a million rows of nine cells in 80 to 140 seconds on one processor; these few parts
of the format (ECMA-376) written as text take a tenth of that. Every cell is a text in the format
“text”, so no spreadsheet computes one. A sheet that is full goes on in a next one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Any, cast

from hotline.documents.long_tables import Head, Stream

# Of 1,048,576 rows one is the heading and one the mark. A part of a zip file that is written
# without looking back may hold 2 GB; a sheet ends well before.
MOST_ROWS = 1_048_574
MOST_BYTES = 1_500_000_000
LONGEST_CELL = 32_767
LONGEST_HEADER = 250
NARROWEST, WIDEST = 10, 48
LEVEL = 1
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A reader takes this for the sign of that number; what a citizen typed is kept literal.
CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
TEXT, HEADING, MARK = 1, 2, 3
STYLES = f"""{XML}<styleSheet {NS}><fonts count="3"><font><sz val="11"/><name val="等线"/></font>\
<font><b/><sz val="11"/><name val="等线"/></font><font><sz val="9"/><color rgb="FF666666"/>\
<name val="等线"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">\
<fgColor rgb="FFE8EEF5"/></patternFill></fill></fills><borders count="1"><border/></borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/>\
<xf numFmtId="49" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="49" fontId="1" fillId="2" xfId="0" applyNumberFormat="1" applyFont="1" \
applyFill="1"/><xf numFmtId="49" fontId="2" xfId="0" applyNumberFormat="1" applyFont="1"/>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""


class LongWorkbook:
    """One table in as many sheets as it takes; each with the heading in sight and the mark."""

    def __init__(self, stream: Stream, head: Head, *, most_rows: int = MOST_ROWS) -> None:
        self._zip = zipfile.ZipFile(
            cast("IO[bytes]", stream), "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL
        )
        self._head = head
        self._most = most_rows
        self._sheets = 0
        self._sheet: IO[bytes] | None = None
        self._rows = self._bytes = 0
        self._begin()

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Write these rows."""
        written: list[str] = []
        for row in rows:
            if self._rows >= self._most or self._bytes > MOST_BYTES:
                self._put("".join(written))
                written.clear()
                self._end()
                self._begin()
            written.append(_row(row, TEXT))
            self._rows += 1
        self._put("".join(written))

    def close(self) -> None:
        """Write what ends the file, and the parts that know all of it."""
        self._end()
        names = [self._name(number) for number in range(1, self._sheets + 1)]
        for path, text in _parts(self._head, names).items():
            self._zip.writestr(path, text)
        self._zip.close()

    def _begin(self) -> None:
        self._sheets += 1
        self._rows = self._bytes = 0
        self._sheet = self._zip.open(f"xl/worksheets/sheet{self._sheets}.xml", "w")
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{_width(text)}" customWidth="1"/>'
            for place, text in enumerate(self._head.headings, 1)
        )
        self._put(
            f'{XML}<worksheet {NS}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
            ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{widths}</cols><sheetData>{_row(self._head.headings, HEADING)}"
        )

    def _end(self) -> None:
        mark = _escaped(self._head.mark.replace("&", "&&")[:LONGEST_HEADER])
        self._put(
            f"{_row([self._head.mark], MARK)}</sheetData>"
            '<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"<headerFooter><oddHeader>&amp;L{mark}</oddHeader>"
            f"<oddFooter>&amp;L{_escaped(self._head.number)}&amp;R&amp;P / &amp;N</oddFooter>"
            "</headerFooter></worksheet>"
        )
        assert self._sheet is not None  # noqa: S101 - opened when the sheet began
        self._sheet.close()

    def _put(self, text: str) -> None:
        content = text.encode()
        self._bytes += len(content)
        assert self._sheet is not None  # noqa: S101 - opened when the sheet began
        self._sheet.write(content)

    def _name(self, number: int) -> str:
        """What a sheet is called; some signs may not be in it."""
        title = re.sub(r"[\[\]:*?/\\']", " ", self._head.title)[:24]
        return title if number == 1 else f"{title}（{number}）"


def _row(cells: Sequence[str], style: int) -> str:
    opening = f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    told = "".join(
        f"{opening}{_escaped(text)}</t></is></c>" if text else f'<c s="{style}"/>' for text in cells
    )
    return f"<row>{told}</row>"


def _escaped(text: str) -> str:
    """A text as it may stand in XML; what cannot stand there is left out."""
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    if not text.isprintable():
        text = NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "_x" in text:
        text = CODED.sub("_x005F_", text)
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")


def _width(heading: str) -> int:
    """Wide enough for its heading, and for what usually stands below."""
    return min(max(len(heading) * 2 + 8, NARROWEST), WIDEST)


def _parts(head: Head, names: Sequence[str]) -> dict[str, str]:
    """All parts of the package but the sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{_quoted(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    again = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number - 1}">'
        f"'{_quoted(names[number - 1])}'!$1:$1</definedName>"
        for number in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "xl/workbook.xml": f'{XML}<workbook {NS} xmlns:r="{REL}"><sheets>{sheets}</sheets>'
        f"<definedNames>{again}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            f'{links}<Relationship Id="rIdS" Type="{REL}/styles" Target="styles.xml"/>'
        ),
        "xl/styles.xml": STYLES,
        "docProps/core.xml": _properties(head),
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
            f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/>'
        ),
        "[Content_Types].xml": _content_types(numbers),
    }


def _relations(links: str) -> str:
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _properties(head: Head) -> str:
    """Who made the file and under which number: what stays when rows are deleted from it."""
    at = f"{head.at:%Y-%m-%dT%H:%M:%SZ}"
    stamp = "".join(
        f'<dcterms:{when} xsi:type="dcterms:W3CDTF">{at}</dcterms:{when}>'
        for when in ("created", "modified")
    )
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(head.title)}</dc:title><dc:creator>{_escaped(head.by)}</dc:creator>"
        f"<dc:description>{_escaped(head.mark)}</dc:description>"
        f"<dc:identifier>{_escaped(head.number)}</dc:identifier>{stamp}</cp:coreProperties>"
    )


def _content_types(numbers: Iterable[int]) -> str:
    parts: dict[str, Any] = {
        "/xl/workbook.xml": f"{KINDS}sheet.main+xml",
        "/xl/styles.xml": f"{KINDS}styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/xl/worksheets/sheet{n}.xml": f"{KINDS}worksheet+xml" for n in numbers},
    }
    told = "".join(f'<Override PartName="{p}" ContentType="{k}"/>' for p, k in parts.items())
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{told}</Types>'
    )
