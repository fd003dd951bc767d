"""Which requests of a petition a reply does not answer, by its words and by what was wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hotline.engines.drafting.asking import Asked

# Groups of words that mean the same in petitions and replies.
SAME: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in (
        "暖气 供暖 供热 取暖 热力 采暖 室温",
        "停水 供水 用水 自来水 水压",
        "停电 供电 用电 电力 电网",
        "公交 公交车 班车 客运 线路",
        "垃圾 清运 保洁 环卫 卫生",
        "噪音 噪声 扰民 声音",
        "修路 道路 路面 硬化 坑洼 破损 维修 修复 整修",
        "工资 欠薪 拖欠 劳动报酬 薪资",
        "房产证 产权证 不动产 办证 确权",
        "学校 入学 上学 就读 招生 学位",
        "医保 报销 医疗保险 参保",
        "社保 养老 养老保险 退休",
        "拆迁 征收 征地 补偿 安置 棚改",
        "违建 违章 违法建设 抢建 私搭",
        "污染 排放 异味 臭味 环保 油烟 废气 污水",
        "停车 车位 乱停 违停 占道",
        "补贴 补助 救助 资助 津贴",
        "低保 困难 救济 特困",
        "罚款 处罚 查处 立案 整改",
        "物业 物管 业委会 业主",
        "退款 退费 退还 退钱 返还",
        "路灯 照明 亮化",
        "公示 公开 公布",
        "户口 落户 户籍 迁移",
        "电梯 加装 增设",
        "下水道 排水 管网 堵塞 疏通 内涝",
        "养犬 狗 犬只 犬",
        "开发商 交房 楼盘 购房 房地产",
    )
)
_EVIDENCE: dict[str, re.Pattern[str]] = {
    "when": re.compile(
        r"\d+[年月日号天]|工作日|[年月周]底|季度|上旬|中旬|下旬|本周|下周|目前|暂无|尚未|待|明年|今年|即将|已"
    ),
    "how_much": re.compile(r"\d|[一二三四五六七八九十百千万]+[元%人年天个]|免费|不收"),
    "contact": re.compile(r"\d{5,}|\d{3,4}-\d+|位于|地址|[局所中心站厅]|12\d{3}"),
    "why": re.compile(r"因|由于|根据|按照|依据|鉴于|是为了|规定|原因|导致|属于"),
    "how": re.compile(r"可|需|应|携带|办理|申请|提供|流程|材料|登录|前往|拨打|咨询|条件|凭"),
    "whether": re.compile(
        r"可以|不可以|不能|能够?|不予|符合|不符合|属于?|没有|有|无|未|已|需要?|应|不得|暂|允许|禁止|不|是"
    ),
}
_STOP = re.compile(
    r"请问|请求|希望|要求|恳请|建议|咨询|是否|能否|能不能|什么|怎么|如何|为什么|多少|何时|相关|有关|部门|领导|政府|尽快|问题|解决|处理|反映|我们"
    r"|你们|他们|可以|应该|进行|一下|谢谢|吗|呢|的|了|是|在|和|及|与|请|望|我|你|您|市|县|区|有|这|那|对|把|被|能|会|要|就|都|也"
)
ENOUGH = 0.15
FEW = 2
FITTING = 0.2
LONG_ENOUGH = 80
# What only a day, an amount or an address answers.
SHARP = frozenset({"when", "how_much", "contact"})
_ITEM = re.compile(r"(?:^|[。；;：:\s])(?:[（(]?[1-9一二三四五六七八九][)）、.．]|[①-⑨])")


def unanswered(asked: Sequence[Asked], reply: str, own: str) -> list[Asked]:
    """The requests that nothing in the reply meets; `own` is what it says without formulae.

    A reply that goes through as many points as were asked is held to answer them in turn, and one
    that speaks at length of a single request to answer it.
    """
    if not own or len(_ITEM.findall(reply)) >= max(len(asked), 2):
        return [] if own else list(asked)
    said = _grams(own)
    missing = [each for each in asked if not _meets(each, said, own)]
    if len(asked) == 1 and len(own) >= LONG_ENOUGH:
        return []
    return missing


def speaks_to(title: str, own: str) -> bool:
    """Whether a reply is about what the title names."""
    wanted = _grams(title)
    return len(wanted & _grams(own)) >= FITTING * len(wanted)


def _meets(each: Asked, said: set[str], own: str) -> bool:
    wanted = _grams(each.words)
    shared = len(wanted & said)
    speaks = shared >= FEW or shared >= ENOUGH * len(wanted) or _speaks_of(each.words, own)
    sharp = [kind for kind in each.wants if kind in SHARP]
    return speaks and (not sharp or shared >= 2 * FEW or _gives(sharp, own))


def _gives(wants: Iterable[str], own: str) -> bool:
    """Whether the reply holds the kind of thing that was asked for."""
    return any(_EVIDENCE[kind].search(own) for kind in wants)


def _speaks_of(words: str, own: str) -> bool:
    """Whether both speak of one thing, in whatever words."""
    return any(
        any(word in words for word in group) and any(word in own for word in group)
        for group in SAME
    )


def _grams(words: str) -> set[str]:
    parts = re.split(r"[^一-鿿A-Za-z0-9]+", _STOP.sub(" ", words))
    return {part[place : place + 2] for part in parts for place in range(max(len(part) - 1, 0))}
