"""Addresses below the residential area: building, entrance, floor, room, household, house number.

A place is published down to 小区 at the most. What only looks like an address (5号文件, 第2单元
测试, 3栋楼 as a count, 三室一厅) is not one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hotline.rules.redaction.found import Sensitive

_C = "一二三四五六七八九十百零〇"
_NUMBER = (
    rf"(?:[A-Za-z]{{0,2}}-?\d{{1,4}}[A-Za-z]?|[{_C}]{{1,4}}|[A-Za-z]|[甲乙丙丁东西南北]\d{{0,2}})"
)
_COUNTED = rf"(?:\d{{1,2}}|[{_C}]{{1,3}})"
_ROOM_NUMBER = rf"(?:[A-Za-z]?-?\d{{3,4}}|[{_C}]{{3,5}})"
_ROOM_WORD = r"(?:号房间|号室|房间|号房|室|房|户)"
_GAP = r"[ \-,，、]?"
_FLOOR = rf"(?:{_COUNTED}(?:层|楼)(?!道|下|上|长|梯|顶|板|栋|宇|盘|房|市|以|高))"
_ENTRANCE = rf"(?:(?:{_COUNTED}|[东西南北中]) ?(?:单元|门(?!口|前|牌|店|市|面|诊|卫)))"
_BARE_ROOM = rf"(?:(?:{_ROOM_NUMBER}|\d{{1,2}}(?={_ROOM_WORD}))(?:{_ROOM_WORD})?)"
_HOUSE_WORD = r"(?:号住宅楼|号公寓楼|号居民楼|号楼|#楼|号栋|号幢|栋|幢|#|座)"
_DOWN = rf"(?:{_GAP}{_ENTRANCE})?(?:{_GAP}{_FLOOR})?(?:{_GAP}{_BARE_ROOM})?"

_HOUSE = re.compile(rf"{_NUMBER} ?(?P<word>{_HOUSE_WORD})(?P<down>{_DOWN})")
# 5楼3单元: a building that is called 楼, recognised by the entrance behind it.
_FLOOR_HOUSE = re.compile(
    rf"{_COUNTED}楼(?P<down>{_GAP}{_ENTRANCE}(?:{_GAP}{_FLOOR})?(?:{_GAP}{_BARE_ROOM})?)"
)
_ENTRANCE_ONLY = re.compile(rf"{_ENTRANCE}(?:{_GAP}{_FLOOR})?(?:{_GAP}{_BARE_ROOM})?")
_ROOM = re.compile(
    rf"(?<![\dA-Za-z.])(?:{_ENTRANCE}{_GAP})?(?:{_FLOOR}{_GAP})?"
    rf"(?:{_ROOM_NUMBER})(?:号房间|号室|房间|号房|室|房)(?!产|屋|子|租|价|贷|源|型|地|改|建|东|管|内温|温|客|友)"
)
_SHORT = re.compile(
    r"(?<![\d\-.A-Za-z])[A-Za-z]?\d{1,3}(?:-\d{1,2}){1,3}-\d{1,4}(?:室|号|户|房)?(?![\d\-年月日])"
)
_HASH = re.compile(
    r"(?<![\dA-Za-z])[A-Za-z]?\d{1,3}#(?:\d{1,2}[ \-#])?(?:\d{1,2}[ \-])?\d{3,4}(?:室|户)?(?!\d)"
)
_HOUSEHOLD = re.compile(
    rf"(?:{_COUNTED}|[东南西北前后])(?:组|社|队|屯){_GAP}第?(?:\d{{1,4}}|[{_C}]{{1,4}})"
    r"(?:号(?!线|文|楼|院)|户(?!村民|居民|人家|群众|人|农|家|贫困|低保|都|均|共|的))"
)
_STREET = re.compile(
    rf"(?:路|大街|街|巷|胡同|弄|里|大道|条)(?:东|西|南|北|中)?(?:段)?"
    rf"(?P<number>(?:\d{{1,4}}|[{_C}]{{1,4}})(?:号|弄)(?:院|之[一二三四五\d]|附\d{{1,3}}号?|-\d{{1,3}}号?)?)"
    rf"(?!线|公交|车|令|文|站|地铁|通知|桥|门|井|杆|机|口)"
)
_LESSON = re.compile(r"(?:测试|练习|教学|考试|试卷|作业|课文|课|复习|检测|语文|数学|英语|词)")
_HOME = re.compile(
    r"(?:小区|家园|花园|公寓|苑|园|城|居|家|住在?|庄|郡|府|湾|邸|邻|里|楼|栋|幢|座|村|厦|宿舍|区|期)"
    r"[ ,，的]*$"
)
_COUNTING = re.compile(
    r"(?:共|有|了|约|这|那|几|数|近|新建|建|拆除?|盖|买|为|剩|余|其中|另|整|个|每|仅)$"
)
_HOUSES = re.compile(
    r"(?:楼房|楼(?!道|下|上|顶|前|后|门|梯|东|西|南|北)|建筑|住宅(?!楼)|别墅|高层|的?房子|厂房|大楼|平房|以上|左右|之)"
)
_AREA = re.compile(
    r"[一-鿿A-Za-z0-9]{2,16}?(?:小区|花园|家园|公寓|苑|名城|新村|公馆|社区|村|院|城|郡|府|湾|居)"
    r"(?:[一二三四五\d]{1,2}[期区])?[ ,，]?$"
)
_NAMED_AREA = re.compile(
    r"[一-鿿A-Za-z0-9]{1,12}?(?:小区|花园|家园|公寓|嘉园|名城|新村|公馆|山庄|华庭|家属院|家属楼)"
)
SHORTEST_AREA = 2
_JOINING = re.compile(
    r".*(?:关于|先后|项目|对|将|把|距|而|第|里面|居住在|家住|住在|位于|坐落于|搬到|前往|家在|住|在|是|为|反映|称|来自|到|至|从)"
)
_DISTRICT = re.compile(r"[一-鿿]{2,3}?(?:区|县|市|旗)(?<!小区)(?<!社区)(?=.)")
_SEATS = ("位", "席", "椅", "车")
_ONES = frozenset("一两几每")
_SPOKEN = re.compile(rf"[{_C}]+")
# 44栋724户 counts homes: no floor has 24 doors.
_HOMES = re.compile(r"[ ]?\d*(?:0{1,2}|1[3-9]|[2-9]\d)户")
_TO_ROOM = re.compile(
    r"(?:室|房|户)$|-\d{3,4}$|(?:栋|幢|楼|单元|层|门|座|#|-)[ \-,，、]?"
    rf"(?:[A-Za-z]?-?\d{{3,4}}|[{_C}]{{3,5}})$"
)
_TO_BUILDING = re.compile(r"楼|栋|幢|座|#")
REASON = "地点只写到小区，最好只写到街道、乡镇；楼栋、单元、房号、门牌请删去。"


def addresses(text: str) -> Iterator[Sensitive]:
    """Addresses below the residential area, each with what may be written instead."""
    for match in _HOUSE.finditer(text):
        if _is_house(match, text):
            yield _found(text, *match.span())
    for match in _FLOOR_HOUSE.finditer(text):
        yield _found(text, *match.span())
    for match in _ENTRANCE_ONLY.finditer(text):
        if _is_entrance(match, text):
            yield _found(text, *match.span())
    for pattern in (_ROOM, _HASH, _HOUSEHOLD):
        for match in pattern.finditer(text):
            yield _found(text, *match.span())
    for match in _SHORT.finditer(text):
        if _is_short(match, text):
            yield _found(text, *match.span())
    for match in _STREET.finditer(text):
        yield _found(text, *match.span("number"))


def areas(text: str) -> Iterator[Sensitive]:
    """Residential areas and villages by name, which a text keeps unless it leaves the house."""
    for match in _NAMED_AREA.finditer(text):
        name = match.group()
        lead = _JOINING.match(name)
        district = _DISTRICT.match(name, lead.end() if lead else 0)
        start = match.start() + (district.end() if district else lead.end() if lead else 0)
        if match.end() - start > SHORTEST_AREA:
            words = text[start : match.end()]
            yield Sensitive("area", start, match.end(), words, "某小区", REASON, False, "area")


def _is_house(match: re.Match[str], text: str) -> bool:
    """Whether 3栋 and 5座 name a house or count houses, seats and bridges."""
    word, down = match.group("word"), match.group("down")
    head = match.group()[: match.start("word") - match.start()].strip()
    if word.startswith("号"):
        return True
    if head in _ONES or (word == "座" and _SPOKEN.fullmatch(head)) or _HOMES.fullmatch(down):
        return "单元" in down
    return bool(down) or _is_bare_house(head, word, match, text)


def _is_bare_house(head: str, word: str, match: re.Match[str], text: str) -> bool:
    """The same where neither entrance nor room stands behind."""
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :]
    if word == "座":
        return bool(re.fullmatch(r"[A-Za-z]\d?|[甲乙丙丁]", head)) and after[:1] not in _SEATS
    if word == "#":
        return bool(_HOME.search(before)) and any(sign.isdigit() for sign in head)
    if _COUNTING.search(before) or _HOUSES.match(after):
        return bool(_HOME.search(before)) and not _HOUSES.match(after)
    return True


def _is_entrance(match: re.Match[str], text: str) -> bool:
    """Whether 2单元 is an entrance: a home before it, a room behind it, and no lesson."""
    if "单元" not in match.group():
        return False
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :]
    if _LESSON.match(after.lstrip()) or _LESSON.search(before) or before.endswith("第"):
        return False
    return not match.group().endswith("单元") or bool(_HOME.search(before))


def _is_short(match: re.Match[str], text: str) -> bool:
    """Whether 5-4-301 is a home and no date, model or score."""
    parts = re.findall(r"\d+", match.group())
    before = text[max(0, match.start() - 8) : match.start()]
    if match.group()[-1] in "室户房":
        return True
    looks = len(parts) >= 3 and len(parts[-1]) >= 3 and len(parts[0]) <= 3  # noqa: PLR2004
    return looks and bool(_HOME.search(before))


def _found(text: str, start: int, end: int) -> Sensitive:
    """The finding, widened to the residential area that stands just before it."""
    depth = _level(text[start:end])
    area = _AREA.search(text[max(0, start - 20) : start])
    if area is None:
        return Sensitive("address", start, end, text[start:end], "", REASON, level=depth)
    name = area.group()
    lead = _JOINING.match(name)
    name = name[lead.end() :] if lead else name
    district = _DISTRICT.match(name)
    start -= len(name)
    suggestion = f"{district.group()}某小区" if district else "某小区"
    return Sensitive("address", start, end, text[start:end], suggestion, REASON, level=depth)


def _level(words: str) -> str:
    """How far down an address goes: to the room, the entrance, the building or the house number."""
    if _TO_ROOM.search(words):
        return "room"
    if "单元" in words or "门" in words:
        return "entrance"
    return "building" if _TO_BUILDING.search(words) else "number"
