"""Full names: a surname with a given name, where the words around say that a person is meant.

Surname + 先生/女士, 李某 and masked names are how a bulletin should write and are no finding. A
name that was found once is found wherever else it stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hotline.rules.redaction.common_words import COMMON_WORDS, WORD_ENDS
from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.name_contexts import END, LABEL, ROLE, TITLE
from hotline.rules.redaction.surnames import (
    COMPOUND,
    NEVER_GIVEN,
    PLAIN,
    SELDOM_GIVEN,
    SURNAMES,
    WORDS,
)

_S = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SURNAMES))}])"
_SURER = "".join(sorted(PLAIN | set("周林何高马唐程傅方金石夏田")))
_PLAIN_S = f"(?:{'|'.join(sorted(COMPOUND))}|[{_SURER}])"
_G = f"[^\\W\\d_a-zA-Z{''.join(sorted(NEVER_GIVEN))}]"
_GIVEN = f"[^\\W\\d_a-zA-Z{''.join(sorted(NEVER_GIVEN - SELDOM_GIVEN))}]"
_FULL = rf"{_S}{_GIVEN}{{1,2}}"
_LABEL = re.compile(
    rf"(?:{LABEL})(?:为|是|叫|名叫)?[ ]?[：:][ ]?({_S}(?:{_GIVEN}|先|一){{1,3}})(?![一-鿿])"
)
_AFTER_ROLE = re.compile(rf"(?:{ROLE})(?:叫|是|为|名叫|叫做|:|：)?({_FULL}){END}")
# A sure surname behind such a word, with two signs, needs no word behind.
_SURE_AFTER_ROLE = re.compile(rf"(?:{ROLE})([{''.join(sorted(PLAIN))}]{_G}{_G})")
_PAIR = re.compile(
    rf"(?:^|[，。；;,、:：\s（(])({_FULL})[与和]"
    rf"(?={_FULL}(?:的|因|之间|发生|签订|等|[二两]人|就|存在))"
)
_BEFORE_TITLE = re.compile(rf"(?=({_FULL}){TITLE})")
_WITH_FACTS = re.compile(
    rf"({_FULL})[ ]?[，,、（(][ ]?(?:男|女|现年|\d{{1,3}}岁|[汉满蒙回朝]族|身份证|手机|电话|联系"
    r"|系|19\d\d年|20\d\d年\d{1,2}月(?:\d{1,2}日)?(?:出生|生)|化名)"
)
_WITH_NUMBER = re.compile(
    rf"({_FULL})[ :：，,（(]{{0,2}}(?:的)?"
    r"(?:身份证|联系电话|电话|手机|联系方式|证件|银行卡|卡号)[号码]{0,2}"
)
_LISTED = re.compile(
    rf"({_FULL}(?:、{_FULL})+)(?:等|[一二两三四五六七八九十\d][人名]|及|和|共|夫妇|反映|来电|联名)"
)
_SPEAKING = re.compile(
    rf"(?:^|[，。；;,、:：\s（(])({_PLAIN_S}{_G}{_G})(?=反映|来电|致电|打电话|打来|投诉|举报|求助|拨打"
    r"|表示|称[，,其]|称自|一家|的母亲|的父亲|的妻子|的丈夫|的儿子|的女儿|于\d|，男|，女)"
)
_AGED = re.compile(
    rf"(?:^|[，。；;,、:：\s（(])({_FULL})(?:今年|现年|已|，)?\d{{1,3}}(?:周?岁|多岁)"
)
# At the end of a letter, alone on its line or before the day.
_SIGNED = re.compile(
    rf"(?:[。！!？?\n]|敬礼|(?:反映|投诉|诉求|申请|举报)人)[ 　]*({_PLAIN_S}{_G}{{1,2}})[ 　]*"
    r"(?=(?:19|20)\d\d[年.\-/]|\n|$)"
)
_PATTERNS = (
    _SIGNED,
    _AGED,
    _SURE_AFTER_ROLE,
    _PAIR,
    _LABEL,
    _AFTER_ROLE,
    _WITH_FACTS,
    _WITH_NUMBER,
    _SPEAKING,
)
_NAME = re.compile(_FULL)
_AND_ANOTHER = re.compile(rf"[与和、及同跟]({_FULL}){END}")
# Surnames that are hardly ever the last sign of a name: before 先生 they begin one.
_BEGINS = frozenset(
    "王李张刘陈赵吴徐孙朱郭罗谢韩冯董曹袁邓许傅沈曾彭吕卢蒋蔡贾魏薛阎余潘杜戴钟汪姜范邱侯尹黎崔廖邹佟闫肖"
)
_SIDES = frozenset("对双男女我校院官甲乙地")
_POLITE = (
    "先生",
    "女士",
    "小姐",
    "同志",
    "老师",
    "师傅",
    "阿姨",
    "大爷",
    "大妈",
    "奶奶",
    "爷爷",
    "老人",
)
REASON = "不写姓名全称，写成“姓＋先生（女士）”或“姓＋某”。"


def names(text: str) -> Iterator[Sensitive]:
    """Full names, each with the surname kept as its suggestion."""
    spans = dict.fromkeys(_spans(text))
    for _, end in list(spans):
        match = _AND_ANOTHER.match(text, end)
        if match and is_name(match.group(1)):
            spans.setdefault(match.span(1))
    known = {text[start:end] for start, end in spans}
    for name in sorted(known, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            if len(name) > SHORT or match.span() in spans:
                spans.setdefault(match.span())
    for start, end in spans:
        yield Sensitive("name", start, end, text[start:end], _instead(text, start, end), REASON)


SHORT = 2


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand by the words around them."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if is_name(match.group(1)):
                yield match.span(1)
    for match in _BEFORE_TITLE.finditer(text):
        span = _titled(text, match.end(1))
        if span:
            yield span
    for match in _LISTED.finditer(text):
        listed = [each for each in _NAME.finditer(match.group(1)) if is_name(each.group())]
        if len(listed) == match.group(1).count("、") + 1:
            for each in listed:
                yield match.start(1) + each.start(), match.start(1) + each.end()


def is_name(words: str) -> bool:
    """Whether these signs can be a name: no common word at their beginning or end."""
    if words.endswith(_POLITE):
        return False
    if words[:2] in COMPOUND:
        return len(words) > SHORT
    if words[:2] in COMMON_WORDS or words[-2:] in COMMON_WORDS:
        return False
    if words[0] in WORDS and words[1] in _BEGINS:
        return False
    return not (words[0] in WORDS and len(words) > SHORT and words[1:] in COMMON_WORDS)


def _titled(text: str, end: int) -> tuple[int, int] | None:
    """The name that ends at `end`, before a title: three signs where they can be a name, or two."""
    if text[end - 1] in _BEGINS and text[end - 2] not in PLAIN:
        return None
    if text[end - 2 : end] in COMPOUND:
        return None
    for length in (4, 3, 2):
        start = end - length
        words = text[start:end]
        if start < 0 or not _fits(words) or not is_name(words):
            continue
        if text[max(0, start - 1) : start + 1] in WORD_ENDS:
            return None
        if length == SHORT and start and words[0] == "方" and text[start - 1] in _SIDES:
            return None
        return start, end
    return None


def _fits(words: str) -> bool:
    if len(words) == 4:  # noqa: PLR2004 - a compound surname and two signs
        return words[:2] in COMPOUND and bool(_NAME.fullmatch(words))
    if words[0] in WORDS and words[1] in _BEGINS:
        return False
    return bool(_NAME.fullmatch(words))


def _instead(text: str, start: int, end: int) -> str:
    """The surname alone before 先生 and the like, else 姓 + 某."""
    surname = text[start : start + 2] if text[start : start + 2] in COMPOUND else text[start]
    return surname if text[end:].startswith(_POLITE) else f"{surname}某"
