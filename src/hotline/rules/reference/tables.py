"""The tables of reference data, each described once; screens, checks and files follow from it."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.rules.city import DEPARTMENT_KINDS, MEDIA
from hotline.rules.deadlines import UNIT_NAMES, URGENCIES
from hotline.rules.measures import SHOWN_NAMES, Measure, slips
from hotline.rules.phrases import LONGEST_TEXT, PHRASE_KINDS
from hotline.rules.places import LEVELS
from hotline.rules.reference.shapes import (
    CHOICE,
    DAY,
    LIST,
    LONG,
    NUMBER,
    REFERENCE,
    REFERENCES,
    YES_NO,
    Column,
    Facts,
    Fault,
    Shape,
)
from hotline.rules.texting import wrong_in

CLOCK_NAMES = {"sign": "签收", "contact": "联系诉求人", "handle": "办理", "callback": "回访"}
DAY_KINDS = {"work": "上班", "rest": "休息"}
LONGEST_LIMIT = 365
ANY = "不限"


def _text_message_is_right(facts: Facts) -> Iterator[Fault]:
    if facts["kind"] == "text_message" and (wrong := wrong_in(facts["text"])):
        yield "text", wrong


def _limit_is_sane(facts: Facts) -> Iterator[Fault]:
    if not 1 <= facts["amount"] <= LONGEST_LIMIT:
        yield "amount", f"“时长”应为 1 至 {LONGEST_LIMIT} 的整数。"


def _is_a_measure(facts: Facts) -> Iterator[Fault]:
    yield from slips(
        Measure(
            code=facts["code"],
            name=facts["name"],
            shown=facts["shown"],
            numerator=tuple(facts["numerator"]),
            denominator=tuple(facts["denominator"]),
        )
    )


def _not_above_itself(facts: Facts) -> Iterator[Fault]:
    if facts["parent"] and facts["parent"] == facts["code"]:
        yield "parent", "上级不能是自己，请另选。"


CODE_COLUMN = Column("code", "代码", needed=True, limit=40, help="英文代码，写入后不能更改。")
ORDER_COLUMN = Column("order", "序号", NUMBER, help="小的排在前面。", is_listed=False)

UNITS = Shape(
    "units",
    "承办单位",
    "接收工单的部门、区县、街道和企业；改名、撤并按日期生效，旧工单和已发通报仍用当日的名称。",
    (
        CODE_COLUMN,
        Column("name", "名称", needed=True),
        Column("kind", "类别", CHOICE, needed=True, choices=DEPARTMENT_KINDS),
        Column("parent", "上级单位", REFERENCE, table="units", help="没有上级的不填。"),
        ORDER_COLUMN,
        Column("aliases", "别名", LIST, help="用顿号分开；来件里写这些名称也认得出。"),
        Column("needs_approval", "答复须负责人审批", YES_NO, is_listed=False),
    ),
    icon="building",
    checks=(_not_above_itself,),
)
CHANNELS = Shape(
    "channels",
    "来源渠道",
    "诉求从哪里来：电话、信箱、上级平台；一个渠道的板块是它的下级。",
    (
        CODE_COLUMN,
        Column("name", "名称", needed=True),
        Column("medium", "方式", CHOICE, needed=True, choices=MEDIA),
        Column("parent", "所属渠道", REFERENCE, table="channels", help="板块填所属的渠道。"),
        Column("passed_on_by", "转办单位", help="由哪个上级单位转来；没有不填。"),
        Column("aliases", "别名", LIST, help="用顿号分开；导入文件里写这些名称也认得出。"),
        ORDER_COLUMN,
    ),
    icon="phone",
    checks=(_not_above_itself,),
)
KINDS = Shape(
    "kinds",
    "诉求类型",
    "咨询、求助、投诉等；办理时限和统计按它区分。",
    (CODE_COLUMN, Column("name", "名称", needed=True, limit=40), ORDER_COLUMN),
    icon="tag",
)
LIMITS = Shape(
    "limits",
    "办理时限",
    "每种时限多长；条件最具体的一条适用。改动只管以后开始计时的工单，正在计时的不变。",
    (
        Column("clock", "计时", CHOICE, needed=True, choices=CLOCK_NAMES),
        Column("kind", "诉求类型", REFERENCE, table="kinds", empty=ANY),
        Column("urgency", "紧急程度", CHOICE, choices=URGENCIES, empty=ANY),
        Column("channel", "来源渠道", REFERENCE, table="channels", empty=ANY),
        Column("amount", "时长", NUMBER, needed=True),
        Column("unit", "单位", CHOICE, needed=True, choices=UNIT_NAMES),
        Column("basis", "依据", limit=300, help="文件的名称；没有不填。"),
    ),
    keys=("clock", "kind", "urgency", "channel"),
    is_dated=True,
    title="",
    icon="hourglass",
    checks=(_limit_is_sane,),
)
PHRASES = Shape(
    "phrases",
    "话术与模板",
    "接听、回访时说的话和答复的写法；按问题分类提供，没有分类的处处可用。",
    (
        CODE_COLUMN,
        Column("kind", "用处", CHOICE, needed=True, choices=PHRASE_KINDS),
        Column("topic", "问题分类", REFERENCE, table="topics", limit=40, empty=ANY),
        Column("title", "标题", needed=True),
        Column("text", "正文", LONG, needed=True, limit=LONGEST_TEXT, is_listed=False),
        ORDER_COLUMN,
    ),
    is_dated=True,
    title="title",
    icon="message",
    checks=(_text_message_is_right,),
)
MEASURES = Shape(
    "measures",
    "指标口径",
    "办结率、按期办结率、满意率等怎么算；统计期的第一天决定用哪一版，已发布的通报不变。",
    (
        CODE_COLUMN,
        Column("name", "名称", needed=True, limit=40),
        Column("shown", "显示为", CHOICE, needed=True, choices=SHOWN_NAMES),
        Column("numerator", "分子条件", LIST, help="条件代码，用顿号分开；不填就是全部。"),
        Column("denominator", "分母条件", LIST, help="百分比和平均天数才填，如 due、rated。"),
        Column("meaning", "说明", LONG, needed=True, limit=300),
        Column("source", "依据", limit=300, is_listed=False),
        ORDER_COLUMN,
    ),
    is_dated=True,
    icon="percentage",
    checks=(_is_a_measure,),
)
DAYS = Shape(
    "days",
    "工作日历",
    "哪天上班、哪天休息；全国放假安排随系统提供，本市的例外写在这里。",
    (
        Column("day", "日期", DAY, needed=True),
        Column("works", "当天", CHOICE, needed=True, choices=DAY_KINDS),
        Column("reason", "原因", needed=True, help="例如：放假通知的文号。"),
    ),
    keys=("day",),
    title="day",
    icon="calendar",
    empty="没有例外，按全国放假安排计算。",
)
PLACES = Shape(
    "places",
    "地名库",
    "区县、街道乡镇、社区村、道路、小区；来件里写到的地点按它认出。新发现的地名在“新地名”里审核。",
    (
        CODE_COLUMN,
        Column("name", "名称", needed=True),
        Column("level", "级别", CHOICE, needed=True, choices=LEVELS),
        Column("parent", "所在区域", REFERENCE, table="places", help="例如小区所在的街道。"),
        Column("aliases", "别名", LIST, help="用顿号分开；来件里写这些名称也认得出。"),
        Column("source", "出处", is_listed=False, help="名录或文件的名称；没有不填。"),
    ),
    icon="map-pin",
    checks=(_not_above_itself,),
)
_ALL = (UNITS, CHANNELS, KINDS, LIMITS, PHRASES, MEASURES, DAYS, PLACES)
SHAPES = {shape.code: shape for shape in _ALL}

# Not tables of rows that a clerk keeps: they have pages of their own and share the history.
ROLES = Shape(
    "roles",
    "岗位",
    "每个岗位能做什么；系统、安全、审计三种管理员分设。",
    (
        CODE_COLUMN,
        Column("name", "名称", needed=True, limit=40),
        Column("permits", "权限", LIST),
    ),
    icon="shield-lock",
)
TOPICS = Shape(
    "topics",
    "问题分类",
    "分类按版本生效：复制一版、修改草稿、从某一天起启用；在用的版本不直接改。",
    (CODE_COLUMN, Column("valid_from", "启用日", DAY), Column("note", "说明", limit=500)),
    title="code",
    icon="hierarchy",
)
FORMS = Shape(
    "forms",
    "通报格式",
    "周报、月报等各种通报统计什么、怎样写；每种格式按日期分版本，发过通报的一版不再改。",
    (
        CODE_COLUMN,
        Column("name", "名称", needed=True),
        Column("valid_from", "启用日", DAY),
        Column("valid_to", "最后一天", DAY),
        Column("text", "内容", LONG, limit=60_000),
    ),
    icon="file-text",
)
OFFICE = Shape(
    "office",
    "热线办公室",
    "名称、办公时间、免打扰时段，以及延期、退单、回访的次数和期限。",
    (
        Column("hotline_name", "热线名称", needed=True),
        Column("hours", "办公时间", LIST),
        Column("quiet_hours", "免打扰时段", LIST),
    ),
    keys=(),
    title="",
    icon="building-community",
)

# The dispatch catalogue has screens of its own; only its files are of this shape.
RULES = Shape(
    "rules",
    "派单目录",
    "哪个单位管什么；从上到下，先符合的一条适用。",
    (
        Column("number", "编号", needed=True, limit=60, help="认出是哪一条；新条目自取一个。"),
        Column("order", "序号", NUMBER, needed=True),
        Column("topics", "分类编码", REFERENCES, table="topics"),
        Column("kinds", "诉求类型", REFERENCES, table="kinds"),
        Column("places", "地点词", LIST),
        Column("words", "内容词", LIST),
        Column("unit", "承办单位", REFERENCE, needed=True, table="units"),
        Column("assisting", "协办单位", REFERENCES, table="units"),
        Column("basis", "依据", limit=300),
    ),
    keys=("number",),
    is_dated=True,
    title="number",
    icon="list-check",
)
