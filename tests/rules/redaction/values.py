"""Invented personal data in the spellings that people use: none can be dialled or belongs to any.

Phones lie in 15400000000–15499999999, identity numbers in a region that does not exist (99), names
are drawn sign by sign. Nothing here knows the patterns of the rules.
"""

from __future__ import annotations

from random import Random

CHINESE = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
WIDE = "０１２３４５６７８９"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文佟甄"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "慕容", "皇甫", "令狐", "尉迟")
GIVEN = (
    "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛超兰霞平刚桂英华文玉志建国春梅红珍淑琴云莲荣爱德福贵祥海波辉斌龙凤飞鹏宇浩然"
    "轩博雅婷慧颖倩蕾雪琳晨曦佳欣怡梓涵子睿思远航鸣谦恒毅林森岩峰川源泽润东升成功树喜庆胜利民生家有来年月新明光星"
    "为仁义礼智信守安宁康乐友良才学勤俭永久长久双全正直小大广厚宏亮晶莹洁纯真善美香花草芬芝菊竹松柏青翠"
)
REGION = "99"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
AREAS = (
    "云亭花园",
    "金山小区",
    "翠湖家园",
    "和平里",
    "东方名城",
    "康乐苑",
    "紫云公寓",
    "滨河新村",
    "平安小区",
    "方正家园",
    "丽景湾",
    "香榭郡",
    "学府一号院",
    "老机关家属院",
    "万福城二期",
    "阳光小区",
)
DISTRICTS = ("东亭区", "西亭区", "云山县", "北屯市", "河口镇", "")
STREETS = ("康安路", "建设大街", "花园胡同", "人民东路", "西二街", "向阳巷", "团结路中段")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def digits(chance: Random, count: int) -> str:
    """Some digits."""
    return "".join(chance.choice("0123456789") for _ in range(count))


def spelled(number: str, signs: str) -> str:
    """The digits of a number in other signs."""
    return "".join(signs[int(sign)] if sign.isdigit() else sign for sign in number)


def phone(chance: Random) -> str:
    """A mobile, landline or service number in one of its spellings."""
    own = "154" + digits(chance, 8)
    a, b, c = own[:3], own[3:7], own[7:]
    return chance.choice(
        (
            own,
            own,
            own,
            f"{a}-{b}-{c}",
            f"{a} {b} {c}",
            f"{a}－{b}－{c}",
            f"{a}—{b}—{c}",
            f"{a}.{b}.{c}",
            f"+86{own}",
            f"+86 {a} {b} {c}",
            f"86-{own}",
            f"0086{own}",
            f"（+86）{own}",
            f"{own[:7]} {c}",
            f"{own[:5]} {own[5:]}",
            spelled(own, WIDE),
            spelled(own, CHINESE),
            spelled(own, FORMAL),
            spelled(own.replace("1", "幺"), CHINESE),
            f"{a}{spelled(own[3:], CHINESE)}",
            " ".join(own),
            f"{spelled(a, CHINESE)} {spelled(b, CHINESE)} {spelled(c, CHINESE)}",
            f"{a}，{b}，{c}",
            f"0434-3{digits(chance, 6)}",
            f"（0434）3{digits(chance, 6)}",
            f"0434 3{digits(chance, 6)}",
            f"010-6{digits(chance, 7)}",
            f"0434－3{digits(chance, 6)}",
            f"400-{digits(chance, 3)}-{digits(chance, 4)}",
            f"400{digits(chance, 7)}",
        )
    )


def identity(chance: Random) -> str:
    """An 18-digit identity number of a region that does not exist, its check digit right."""
    body = (
        REGION + digits(chance, 4) + f"{chance.randint(1935, 2019)}{chance.randint(1, 12):02}"
        f"{chance.randint(1, 28):02}" + digits(chance, 3)
    )
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
    own = body + check
    return chance.choice(
        (
            own,
            own,
            own,
            own.replace("X", "x"),
            f"{own[:6]} {own[6:14]} {own[14:]}",
            spelled(own, WIDE),
            f"{own[:6]}-{own[6:14]}-{own[14:]}",
            spelled(own, CHINESE),
            spelled(own, WIDE).replace("X", "Ｘ"),
            f"{own[:3]} {own[3:6]} {own[6:10]} {own[10:14]} {own[14:]}",
        )
    )


def plate(chance: Random) -> str:
    """An ordinary or new-energy plate."""
    head = chance.choice(PROVINCES) + chance.choice(LETTERS)
    tail = chance.choice((digits(chance, 5), f"{chance.choice(LETTERS)}{digits(chance, 4)}"))
    green = chance.choice(
        (f"D{digits(chance, 5)}", f"F{digits(chance, 5)}", f"{digits(chance, 5)}D")
    )
    return chance.choice(
        (
            head + tail,
            head + tail,
            f"{head}·{tail}",
            f"{head} {tail}",
            f"{head}-{tail}",
            (head + tail).lower(),
            head + green,
            f"{head}·{green}",
            f"{head[0]}{chr(ord(head[1]) + 0xFEE0)}{spelled(tail, WIDE)}",
            f"{head}{digits(chance, 4)}学",
            f"{head}{digits(chance, 4)}警",
        )
    )


def bank_card(chance: Random) -> str:
    """A card number that satisfies Luhn, of an issuer that does not exist."""
    body = "6299" + digits(chance, chance.choice((11, 14)))
    own = next(body + str(check) for check in range(10) if _luhn(body + str(check)))
    return chance.choice((own, " ".join(own[at : at + 4] for at in range(0, len(own), 4)), own))


def _luhn(number: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number))]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def room(chance: Random) -> str:
    """What stands behind the residential area: building, entrance, floor, room."""
    b, u, f = chance.randint(1, 40), chance.randint(1, 6), chance.randint(1, 28)
    r = f"{f}{chance.randint(1, 6):02}"
    letter = chance.choice(LETTERS[:6])
    return chance.choice(
        (
            f"{b}号楼{u}单元{r}室",
            f"{b}栋{r}",
            f"{b}栋{u}单元{r}",
            f"{letter}{b}号楼{u}单元{r}",
            f"{letter}{b}号楼{u}单元{r}室",
            f"{b}-{u}-{r}室",
            f"{b}号楼{u}单元{f}楼{r}室",
            f"{b}幢{r}室",
            f"{b}号楼",
            f"{letter}{b}号楼",
            f"{b}栋",
            f"{b}#{r}",
            f"{spelled(str(b % 10 or 1), CHINESE)}号楼{spelled(str(u), CHINESE)}单元",
            f"{b}座{r}",
            f"{letter}座{r}",
            f"{b}号楼{u}单元",
            f"{b}号楼{u}门{r}",
            f"{r}房",
            f"{r}室",
            f"{b}栋{u}单元{f}层",
            f"{b}号公寓楼{r}",
            f"{spelled(str(b), WIDE)}号楼{spelled(str(u), WIDE)}单元",
            f"{b} 栋 {u} 单元 {r}",
            f"{spelled(str(b % 10 or 2), CHINESE)}栋{spelled(r, CHINESE)}室",
            f"{b}号楼东单元{r}室",
        )
    )


def address(chance: Random) -> str:
    """A whole address that goes below the residential area."""
    kind = chance.random()
    district = chance.choice(DISTRICTS)
    if kind < 0.12:
        return f"{district}{chance.choice(STREETS)}{chance.randint(1, 400)}号"
    if kind < 0.17:
        village = chance.choice(("柳河村", "小湾村"))
        return f"{village}{chance.choice('一二三四五')}组{chance.randint(1, 90)}号"
    return f"{district}{chance.choice(AREAS)}{room(chance)}"


def full_name(chance: Random) -> str:
    """A surname with one or two signs."""
    surname = chance.choice(COMPOUND) if chance.random() < 0.04 else chance.choice(SURNAMES)
    return surname + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))


MAKERS = {
    "phone": phone,
    "identity": identity,
    "plate": plate,
    "bank_card": bank_card,
    "address": address,
    "name": full_name,
}
