"""Invented titles, places and texts whose words are as unequally frequent as real ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from random import Random

ESTATES = [
    f"{first}{second}{last}"
    for first, second, last in product(
        "青松锦华东新金银春秋", "禾江湖山城苑河园林泉", ("小区", "花园", "家园", "公寓", "新村")
    )
]
ROADS = [
    f"{first}{second}{last}"
    for first, second, last in product("和平建设解放中央南北", "民国力源安康", ("路", "街", "大街"))
]
DISTRICTS = ("汀东区", "汀西区", "云下县", "桥头镇", "石门乡")
# The first are the most frequent.
MATTERS = (
    "供暖温度不达标", "停水未通知", "路灯不亮", "垃圾清运不及时", "噪音扰民", "物业收费不合理",
    "违章停车", "下水道堵塞", "道路破损", "电梯故障", "公交车不按站停靠", "拖欠农民工工资",
    "井盖缺失", "犬只扰民", "供电不稳", "燃气漏气", "违法建设", "油烟污染", "医保报销",
    "公积金提取", "居住证办理", "学区划分", "幼儿园收费", "养老金认证", "低保申请", "消防通道占用",
    "绿化树木遮挡阳光", "河道污染", "秸秆焚烧", "快递丢失", "预付卡退款", "食品过期", "房产证办理",
    "屋顶漏水", "外墙脱落", "网络信号差", "景区票价", "出租车拒载", "共享单车乱放", "非法集资",
)  # fmt: skip
SENTENCES = (
    "诉求人反映该问题已经持续多日，",
    "曾多次向社区和物业反映，",
    "工作人员表示会尽快处理，但一直没有结果，",
    "影响周边居民的正常生活，",
    "老人和孩子出行十分不便，",
    "夜间尤其严重，",
    "上个月曾经维修过一次，不久又出现同样情况，",
    "居民多次拨打相关单位电话无人接听，",
    "现场没有设置任何提示标志，",
    "附近学校的学生每天都要从这里经过，",
    "对之前的答复不认可，",
    "要求相关部门到现场查看，",
    "希望说明原因并告知处理时限，",
    "请相关部门尽快核实处理并回复。",
)
# Characters that make every text a little unlike the others, as names and details do.
RARE = "垚犇淼焱鑫骉麤羴猋骁泓沅澧湄溆潇湘漓邕澜砀亳濮漯郾"


@dataclass(frozen=True)
class Matter:
    """What somebody asks for."""

    title: str
    place: str
    text: str


def matter(rng: Random) -> Matter:
    """One of them; the same again for an equally seeded `rng`."""
    what = MATTERS[int(len(MATTERS) * rng.random() ** 2)]
    estate = ESTATES[int(len(ESTATES) * rng.random() ** 1.5)]
    road = ROADS[int(len(ROADS) * rng.random() ** 1.5)]
    place = f"{rng.choice(DISTRICTS)}{road}{rng.randrange(1, 300)}号{estate}"
    house = f"{rng.randrange(1, 40)}号楼{rng.randrange(1, 6)}单元"
    odd = "".join(rng.choices(RARE, k=2)) if rng.random() < 0.1 else ""
    said = "".join(rng.sample(SENTENCES, rng.randrange(2, 7)))
    text = f"诉求人来电反映{place}{house}{odd}{what}，{said}"
    return Matter(f"{estate}{what}", place, text)
