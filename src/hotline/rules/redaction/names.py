"""Full names: a surname with a given name, where the words around say that a person is meant.

Surname + 先生/女士, 李某 and masked names are how a bulletin should write and are no finding. A
name that was found once is found wherever else it stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hotline.rules.redaction.common_words import COMMON_WORDS
from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.surnames import (
    COMPOUND,
    NEVER_GIVEN,
    PLAIN,
    SURNAMES,
    WORDS,
)

_S = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SURNAMES))}])"
_SURER = "".join(sorted(PLAIN | set("周林何高马唐程傅方金石夏田")))
_PLAIN_S = f"(?:{'|'.join(sorted(COMPOUND))}|[{_SURER}])"
_G = f"[^\\W\\d_a-zA-Z{''.join(sorted(NEVER_GIVEN))}]"
_FULL = rf"{_S}{_G}{{1,2}}"
_END = (
    r"(?=[^\w]|$|反映|来电|打电话|致电|电话|拨打|称|说|表示|投诉|举报|求助|咨询|建议|提出|要求|的|在|于|因|被"
    r"|与|和|及|家(?!园)|住|患|向|到|等|已|今年|现年|系|是|为|将|把|对|同志|先生|女士|于|经|曾|受|欠|拖|以|不|没|未|多次"
    r"|之[子女父母妻夫]|夫妇|一家|本人|身份证|手机|联系|所|从|去|也|又|有|负责|担任|\d)"
)
_TITLE = (
    r"(?:先生|女士|小姐|同志|老师|师傅|医生|大夫|护士|经理|主任|局长|书记|村长|队长|所长|院长|校长|老板|阿姨"
    r"|大爷|大妈|大娘|大叔|大姐|大哥|叔叔|奶奶|爷爷|婆婆|律师|教授|法官|警官|警察|会计|站长|镇长|乡长|县长|区长|市长"
    r"|厅长|处长|科长|部长|董事长|总经理|科员|社长|组长|店长|班长|支书|教练|副|老人|夫妇|母亲|父亲|之子|之女|本人|等人|一家)"
)
_ROLE = (
    r"村民|居民|市民|业主|患者|户主|群众|老人|学生|职工|员工|工人|乘客|旅客|司机|驾驶员|商户|摊主|租户|房东"
    r"|店主|老板|当事人|反映人|诉求人|投诉人|举报人|来电人|联系人|申请人|负责人|法人代表|法人|法定代表人|经办人|监护人"
    r"|儿子|女儿|父亲|母亲|丈夫|妻子|爱人|老伴|哥哥|弟弟|姐姐|妹妹|孙子|孙女|外孙|外孙女|邻居|同事|亲属|家属|同学"
    r"|医生|护士|教师|老师|民警|书记|主任|局长|经理|所长|院长|校长|镇长|乡长|村长|队长|组长|科长|处长|支书|名叫|叫做|我叫|叫"
    r"|我是|姓名|死者|伤者|孕妇|病人|男子|女子|男孩|女孩|小孩|孩子|儿童|残疾人|低保户|贫困户|五保户|党员|个体户|网友|网民"
    r"|楼长|网格员|保安|包工头|债务人|被告|原告|被告人|嫌疑人|志愿者|本人|车主|住户|客户|顾客|消费者|农民|包保干部|干部"
    r"|工作人员|调解员|协管员|会计|出纳|律师|退休人员|受害人|肇事者|户籍|系|兄弟|父母|妈妈|爸爸|爷爷|奶奶|主治医师|大夫|出租人|承租人"
)
_LABEL = re.compile(
    r"(?:姓名|联系人|户主|当事人|举报人|投诉人|反映人|诉求人|来电人|负责人|业主|申请人|法定代表人|法人|经办人"
    r"|患者|监护人|承办人|签字|签名|收件人|收货人|户名|被告|原告|死者|车主|名字|房主|产权人|称呼|网友|记录人|回访人|接待人)"
    rf"(?:为|是|叫|名叫)?[ ]?[：:][ ]?({_S}(?:{_G}|小|长|先|一|家|水|小){{1,3}})(?![一-鿿])"
)
_AFTER_ROLE = re.compile(rf"(?:{_ROLE})(?:叫|是|为|名叫|叫做|:|：)?({_FULL}){_END}")
_BEFORE_TITLE = re.compile(rf"(?=({_FULL}){_TITLE})")
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
_PATTERNS = (_LABEL, _AFTER_ROLE, _WITH_FACTS, _WITH_NUMBER, _SPEAKING)
_NAME = re.compile(_FULL)
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
