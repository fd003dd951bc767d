"""The look of an official document (GB/T 9704-2012) as Word styles and page settings.

Lengths named `*_MM` are millimetres, `*_PT` points; everything else inside the XML is in twips
(twentieths of a point), the unit of WordprocessingML.
"""

from __future__ import annotations

from dataclasses import dataclass

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
XIAOBIAOSONG = "方正小标宋简体"
WESTERN = "Times New Roman"

PAGE_MM = (210, 297)
TOP_MM, LEFT_MM, BOTTOM_MM, RIGHT_MM = 37, 28, 35, 26
TEXT_MM = PAGE_MM[0] - LEFT_MM - RIGHT_MM

# 22 lines of 28.95 pt fill the 225 mm of the text area; 28 characters of 16 pt are 448 pt where
# 442.2 pt (156 mm) are to be had, so that each is set 0.25 pt closer.
LINES_PER_PAGE, CHARACTERS_PER_LINE = 22, 28
BODY_PT = 16
LINE = 579
CLOSER = -5
TEXT_WIDTH = round(TEXT_MM * 1440 / 25.4)

# The dash of the page number stands 7 mm below the text area; it runs through the middle of a
# line of 14 pt (4.94 mm), and Word measures from the page's edge to the foot of that line.
PAGE_NUMBER_PT = 14
FOOTER_MM = BOTTOM_MM - 7 - PAGE_NUMBER_PT * 25.4 / 72 / 2

RED = "CC0000"
WORDS_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style: only what differs from body text need be said.

    `name` is Word's own (its built-in styles keep their meaning: outline, navigation, PDF
    bookmarks). `indent` is the number of characters the first line is set in. Lines are `exact`
    except where a drawing stands in one, which would be cut off.
    """

    name: str
    font: str = FANGSONG
    western: str = WESTERN
    points: int = BODY_PT
    bold: bool = False
    colour: str = "auto"
    align: str = "both"
    indent: int = 0
    line: int = LINE
    before: int = 0
    after: int = 0
    keep_next: bool = False
    outline: int | None = None
    tab: int | None = None
    rule: bool = False
    exact: bool = True
    new_page: bool = False


NORMAL = Look("Normal")
BODY = Look("Body Text", indent=2)
HEADINGS = {
    1: Look("heading 1", HEITI, indent=2, keep_next=True, outline=0),
    2: Look("heading 2", KAITI, indent=2, keep_next=True, outline=1),
    3: Look("heading 3", bold=True, indent=2, keep_next=True, outline=2),
}
# Display lines take their figures from 小标宋 too: thin Times figures look torn out beside it.
TITLE = Look("Title", XIAOBIAOSONG, XIAOBIAOSONG, 22, align="center", after=LINE)
CAPTION = Look("caption", bold=True, align="center", before=LINE // 2, after=80, keep_next=True)
FOOTER = Look("footer", SONGTI, SONGTI, PAGE_NUMBER_PT, line=PAGE_NUMBER_PT * 20)
MASTHEAD = Look(
    "报头",
    XIAOBIAOSONG,
    XIAOBIAOSONG,
    42,
    colour=RED,
    align="center",
    line=2 * LINE,
    after=LINE // 2,
)
ISSUE = Look("期号", align="center")
ISSUER = Look("发文行", align="left", after=LINE, tab=TEXT_WIDTH)
RULED_ISSUER = Look("发文行（红线）", align="left", after=2 * LINE, tab=TEXT_WIDTH, rule=True)
CELL = Look("表格文字", points=12, align="left", line=360)
COLUMN_HEAD = Look("表头", points=12, bold=True, align="center", line=360, keep_next=True)
# A drawing stays with its caption, the caption (below it, as is the custom) with its note.
FIGURE = Look("图", align="center", line=240, before=LINE // 3, exact=False, keep_next=True)
FIGURE_CAPTION = Look("图题", points=14, bold=True, align="center", line=420, after=LINE // 2)
FIGURE_NOTE = Look("图注", points=12, align="center", line=360, after=LINE // 2)
APPENDIX_LIST = Look("附件说明", align="left", indent=2)
APPENDIX = Look("附件", HEITI, align="left", keep_next=True, new_page=True)
APPENDIX_TITLE = Look(
    "附件标题",
    XIAOBIAOSONG,
    XIAOBIAOSONG,
    22,
    align="center",
    before=LINE,
    after=LINE // 2,
    keep_next=True,
    outline=0,
)

LOOKS = (
    NORMAL,
    BODY,
    *HEADINGS.values(),
    TITLE,
    CAPTION,
    FOOTER,
    MASTHEAD,
    ISSUE,
    ISSUER,
    RULED_ISSUER,
    CELL,
    COLUMN_HEAD,
    FIGURE,
    FIGURE_CAPTION,
    FIGURE_NOTE,
    APPENDIX_LIST,
    APPENDIX,
    APPENDIX_TITLE,
)

GRID = "Table Grid"
CELL_MARGIN = round(0.8 * 1440 / 25.4)

_DEFAULTS = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList">
<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>
"""

SETTINGS = f"""
<w:settings xmlns:w="{WORDS_NAMESPACE}">
<w:zoom w:percent="100"/>
<w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"
 w:val="15"/>
</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
</w:settings>
"""


def style_id(name: str) -> str:
    """The key by which a paragraph names its style, for a style's shown name."""
    return name.title().replace(" ", "")


def styles_xml() -> str:
    """The whole styles part, for a file that carries our looks and no others."""
    looks = "".join(_style(look) for look in LOOKS)
    return f'<w:styles xmlns:w="{WORDS_NAMESPACE}">{_DEFAULTS}{looks}{_grid_style()}</w:styles>'


def _style(look: Look) -> str:
    default = ' w:default="1"' if look is NORMAL else ""
    custom = "" if look.name.isascii() else ' w:customStyle="1"'
    base = "" if look is NORMAL else f'<w:basedOn w:val="{style_id(NORMAL.name)}"/>'
    follow = f'<w:next w:val="{style_id(BODY.name)}"/>' if look.outline is not None else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style_id(look.name)}">'
        f'<w:name w:val="{look.name}"/>{base}{follow}<w:qFormat/>'
        f"<w:pPr>{_paragraph(look)}</w:pPr><w:rPr>{_run(look)}</w:rPr></w:style>"
    )


def _paragraph(look: Look) -> str:
    """Paragraph properties, in the order the schema demands."""
    parts = ["<w:keepNext/>" if look.keep_next else ""]
    parts.append("<w:pageBreakBefore/>" if look.new_page else "")
    parts.append('<w:widowControl w:val="0"/>')
    if look.rule:
        border = f'w:val="single" w:sz="12" w:space="6" w:color="{RED}"'
        parts.append(f"<w:pBdr><w:bottom {border}/></w:pBdr>")
    if look.tab:
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{look.tab}"/></w:tabs>')
    # Word's default, said aloud: LibreOffice 7.4 reads it the other way round and so keeps
    # punctuation inside the line; left out, it hangs punctuation and loses some of it in PDF.
    parts.append('<w:overflowPunct w:val="1"/><w:snapToGrid w:val="0"/>')
    spacing = f'w:before="{look.before}" w:after="{look.after}" w:line="{look.line}"'
    rule = "exact" if look.exact else "auto"
    parts.append(f'<w:spacing {spacing} w:lineRule="{rule}"/>')
    if look.indent:
        first = look.indent * (look.points * 20 + CLOSER)
        parts.append(f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{first}"/>')
    parts.append(f'<w:jc w:val="{look.align}"/>')
    if look.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{look.outline}"/>')
    return "".join(parts)


def _run(look: Look) -> str:
    """Run properties, in the order the schema demands."""
    fonts = f'w:ascii="{look.western}" w:eastAsia="{look.font}"'
    bold = "<w:b/><w:bCs/>" if look.bold else ""
    return (
        f'<w:rFonts {fonts} w:hAnsi="{look.western}" w:cs="{look.western}"/>{bold}'
        f'<w:color w:val="{look.colour}"/><w:spacing w:val="{CLOSER}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{look.points * 2}"/><w:szCs w:val="{look.points * 2}"/>'
    )


def _grid_style() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    border = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
    borders = "".join(f"<w:{edge} {border}/>" for edge in edges)
    margin = f'w:w="{CELL_MARGIN}" w:type="dxa"'
    margins = "".join(f"<w:{edge} {margin}/>" for edge in edges[:4])
    return (
        f'<w:style w:type="table" w:styleId="{style_id(GRID)}"><w:name w:val="{GRID}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
