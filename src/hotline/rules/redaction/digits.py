"""Personal numbers: phones, identity numbers, bank cards, in Arabic, wide or Chinese digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hotline.rules.redaction.found import Sensitive

_GAP = r"[ \-.·_/]{0,2}"
_NOT_AFTER = r"(?<!\d)(?<!\d[.,])"
# Grouped by comma only where the groups are a phone's: 15,400,000,000 is an amount.
_MOBILE = re.compile(
    rf"{_NOT_AFTER}(?:\(?(?:\+|00)?86\)?{_GAP})?"
    rf"(1{_GAP}[3-9]{_GAP}\d(?:{_GAP}\d){{8}}|1[3-9]\d[,，、]\d{{4}}[,，、]\d{{4}})(?!\d)"
)
_LANDLINE = re.compile(
    rf"(?<![\d.])(?:\+?86{_GAP})?[(\[]?0(?:10|2\d|[3-9]\d\d)[)\]]?{_GAP}"
    rf"[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)"
)
_SERVICE = re.compile(rf"(?<!\d)[48]00{_GAP}\d(?:{_GAP}\d){{6}}(?!\d)")
_LOCAL = re.compile(
    r"(?:电话|座机|固话|号码|传真|拨打|致电|联系方式|[Tt][Ee][Ll])[号码]{0,2}(?:为|是)?[ :：.]*"
    r"([2-9]\d{2,3}[ -]?\d{4})(?!\d)"
)
_IDENTITY = re.compile(rf"(?<![\dA-Za-z])\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<!\d)\d{6}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
# Numbers of other papers that name one person, behind the paper's name.
_PAPER = re.compile(
    r"(?:护照|残疾证|残疾人证|社保卡|社会保障卡|医保卡|驾驶证|驾照|军官证|士兵证|居住证|通行证|台胞证"
    r"|退役军人优待证|老年证|户口簿|学籍)(?:号码?|编号)?(?:为|是)?[ :：]*"
    r"(?P<number>[A-Za-z]{0,3}\d{6,20}[A-Za-z]?\d{0,2})(?![A-Za-z\d])"
)
_BORN = re.compile(r"\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_CARD = re.compile(rf"(?<![\dA-Za-z])[1-9]\d(?:{_GAP}\d){{13,17}}(?![\dA-Za-z])")
_CARD_GROUPS = re.compile(r"\d+|\d{4}(?:[ -]\d{4}){2,3}[ -]\d{1,4}|\d{6}[ -]\d{10,13}")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")

_OTHER_NUMBER = re.compile(
    r"(?:编号|单号|单编?码|订单|案号|流水号?|户号|工号|票号|代码|型号|文号|批号|序列号|条码|凭证号"
    r"|受理号|申请号|合同号|发票号?|许可证号?|执照号?|证书号?|备案号)[号码]{0,2}(?:为|是)?[ :：.#]*"
    r"[A-Za-z]{0,6}-?$"
)
_AMOUNT = re.compile(r"[ ]?(?:元|块钱|万|亿|吨|千|公斤|米|平方|件|个|%|份|瓦|度|立方)")
_SAYS_PHONE = re.compile(r"(?:电话|手机|联系|微信|号码|拨打|致电|[Tt]el|热线|短信).{0,8}$")
_SAYS_IDENTITY = re.compile(r"(?:身份证|证件|公民身份|ID).{0,10}$")
_SAYS_CARD = re.compile(r"(?:卡号|银行卡|储蓄卡|信用卡|社保卡|账号|帐号|账户|帐户|户头).{0,12}$")

PAPER_REASON = "证件号码能认出是谁，不得刊出，请删去。"
GROUPINGS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (5, 6), (3, 3, 5), (4, 3, 4), (3, 2, 2, 2, 2)}
    | {(1,) * 11, (3, 2, 3, 3), (5, 3, 3), (6, 5), (2, 3, 3, 3), (1, 2, 4, 4), (8, 3), (3, 3, 3, 2)}
)
CARD_STARTS = ("62", "4", "5", "3", "60", "9")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
NINE = 9
OLD_LENGTH = 15
SHORTEST_CARD = 16


def identities(text: str) -> Iterator[Sensitive]:
    """Identity numbers; where the check digit is wrong the date of birth or a word must speak."""
    for match in _IDENTITY.finditer(text):
        plain = _plain(match.group())
        is_named = bool(_SAYS_IDENTITY.search(text[max(0, match.start() - 20) : match.start()]))
        right = checks(plain)
        if is_named or (_BORN.match(plain) and (right or not _is_other(text, match.start()))):
            yield _found("identity", match, text, "身份证号不得刊出，请删去。", is_sure=right)
    for match in _OLD_IDENTITY.finditer(text):
        if _SAYS_IDENTITY.search(text[max(0, match.start() - 20) : match.start()]):
            yield _found("identity", match, text, "身份证号不得刊出，请删去。", is_sure=False)
    for match in _PAPER.finditer(text):
        start, end = match.span("number")
        yield Sensitive("identity", start, end, text[start:end], "", PAPER_REASON, is_sure=False)


def checks(identity: str) -> bool:
    """Whether the last digit is the check digit (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(identity[:17], WEIGHTS, strict=False))
    return CHECKS[total % len(CHECKS)] == identity[-1].upper()


def cards(text: str) -> Iterator[Sensitive]:
    """Bank cards: 16 to 19 digits that satisfy Luhn, or that stand after such a word."""
    for match in _CARD.finditer(text):
        plain = _plain(match.group())
        before = text[max(0, match.start() - 20) : match.start()]
        is_named = bool(_SAYS_CARD.search(before))
        right = (
            len(plain) >= SHORTEST_CARD
            and luhn(plain)
            and plain.startswith(CARD_STARTS)
            and bool(_CARD_GROUPS.fullmatch(match.group()))
        )
        if is_named or (right and not _is_other(text, match.start())):
            yield _found("bank_card", match, text, "银行卡号不得刊出，请删去。", is_sure=right)


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of a card (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - NINE if value > NINE else value
    return total % 10 == 0


def mobiles(text: str) -> Iterator[Sensitive]:
    """Mobile numbers alone, with the country's code where it stands before them."""
    for match in _MOBILE.finditer(text):
        if _is_mobile(match, text):
            yield _phone(match, text)


def phones(text: str) -> Iterator[Sensitive]:
    """Mobile, landline and service numbers."""
    yield from mobiles(text)
    for pattern in (_LANDLINE, _SERVICE):
        for match in pattern.finditer(text):
            if not _is_other(text, match.start()) and not _AMOUNT.match(text, match.end()):
                yield _phone(match, text)
    for match in _LOCAL.finditer(text):
        if not _DAY.match(_plain(match.group(1))):
            yield _phone(match, text, group=1)


def _is_mobile(match: re.Match[str], text: str) -> bool:
    if _AMOUNT.match(text, match.end()) or _is_other(text, match.start()):
        return False
    groups = tuple(len(part) for part in re.findall(r"\d+", match.group(1)))
    before = text[max(0, match.start() - 16) : match.start()]
    return groups in GROUPINGS or bool(_SAYS_PHONE.search(before))


def _phone(match: re.Match[str], text: str, group: int = 0) -> Sensitive:
    return _found("phone", match, text, "电话号码不得刊出，请删去。", group=group)


def _is_other(text: str, start: int) -> bool:
    """Whether a word just before says that this number is something else."""
    return bool(_OTHER_NUMBER.search(text[max(0, start - 16) : start]))


def _found(
    kind: str,
    match: re.Match[str],
    text: str,
    reason: str,
    *,
    is_sure: bool = True,
    group: int = 0,
) -> Sensitive:
    start, end = match.span(group)
    return Sensitive(kind, start, end, text[start:end], "", reason, is_sure)


def _plain(number: str) -> str:
    return re.sub(r"[^\dXx]", "", number)


Search = Callable[[str], Iterator[Sensitive]]
SEARCHES: tuple[Search, ...] = (identities, cards, phones)
