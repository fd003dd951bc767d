"""Bytes of a letter made text, though the label of their charset is missing or wrong.

Chinese mail programs write GB2312 and mean GB18030, write nothing and mean GBK, write ISO-8859-1
and mean whatever the writer's computer used. The label is a witness, not a judge: what it yields
has to look like Chinese, or what another charset yields is taken that looks more so.
"""

from __future__ import annotations

# By label, the codec that reads it and all that people mean by it. A label that is not here names
# no charset of letters: some codecs of Python (punycode, zip, unicode_escape) are no charsets.
CODECS = {
    **dict.fromkeys(("us-ascii", "ascii", "ansi_x3.4-1968"), "ascii"),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "gb18030", "euc-cn", "csgb2312"),
        "gb18030",
    ),
    **dict.fromkeys(("hz-gb-2312", "hz"), "hz"),
    **dict.fromkeys(("big5", "big-5", "cn-big5", "x-x-big5", "cp950"), "cp950"),
    "big5-hkscs": "big5hkscs",
    **dict.fromkeys(("utf-7", "unicode-1-1-utf-7"), "utf-7"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-16"),
    **dict.fromkeys(("iso-8859-1", "latin1"), "cp1252"),
    **{f"windows-125{number}": f"cp125{number}" for number in range(9)},
    **{f"iso-8859-{number}": f"iso8859-{number}" for number in (2, 5, 7, 9, 15)},
    **dict.fromkeys(("koi8-r", "koi8-u", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"), ""),
}
CODECS |= {name: name for name, codec in CODECS.items() if not codec}
# Read without a look at what comes out: they shift by their own marks, or carry a mark.
_BY_MARKS = frozenset({"hz", "utf-7", "utf-16", "iso-2022-jp"})
_GUESSED = ("utf-8", "gb18030", "cp950")
_LOOKS_RIGHT = 0.6
# Looked at to judge by: more bytes would not change the verdict, only take longer.
_SAMPLE = 20_000
_FULL_WIDTH = 0xA3
_COMMON = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}


def text_of(content: bytes, label: str = "") -> str:
    """The text of some bytes that are labelled so; what is no character becomes U+FFFD."""
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    codec = CODECS.get(label.strip().strip("\"'").lower(), "")
    if codec in _BY_MARKS:
        return content.decode(codec, "replace")
    if content.isascii():
        return content.decode("ascii")
    return _judged(content, codec)


def _judged(content: bytes, codec: str) -> str:
    """What the label yields where it looks like writing, else what looks most like it."""
    texts = ((name, _strictly(content, name)) for name in dict.fromkeys((codec, *_GUESSED)) if name)
    read = {name: text for name, text in texts if text is not None}
    if not read:
        return _leniently(content, codec)
    looks = {name: likeness(text, name) for name, text in read.items()}
    if looks.get(codec, 0) >= _LOOKS_RIGHT:
        return read[codec]
    best = max(looks, key=lambda name: looks[name])
    return read[codec] if codec in read and not looks[best] else read[best]


def likeness(text: str, codec: str) -> float:
    """How much of the text that is not ASCII is what people write, from 0 to 1."""
    others = [each for each in text[:_SAMPLE] if not each.isascii()]
    if not others:
        return 1.0
    charset = "big5" if codec.startswith(("cp950", "big5")) else "gb2312"
    good = sum(_is_common(each, charset, in_either=codec == "utf-8") for each in others)
    if codec.startswith(("cp125", "iso8859", "koi8")):
        good += sum(each.isalpha() and each < "\u3000" for each in others)
        return good / len(others) * 0.7
    return good / len(others)


def _is_common(letter: str, charset: str, *, in_either: bool) -> bool:
    """Whether it is among the characters that make up nearly all of a text in this charset."""
    if letter in "，。、；：？！“”‘’（）《》【】—…·　～￥「」":
        return True
    if in_either and "一" <= letter <= "鿿":
        return True
    try:
        lead = letter.encode(charset)[0]
    except UnicodeEncodeError:
        return False
    low, high = _COMMON[charset]
    return low <= lead <= high or (charset == "gb2312" and lead == _FULL_WIDTH)


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _leniently(content: bytes, codec: str) -> str:
    """Where no charset fits throughout, the one with the fewest holes: a character was cut."""
    names = dict.fromkeys((codec, *_GUESSED))
    texts = [content.decode(name, "replace") for name in names if name]
    return min(texts, key=lambda text: text.count("�"))
