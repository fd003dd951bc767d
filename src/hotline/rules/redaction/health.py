"""Health: an illness in the same sentence as a place, a room or a person.

Source: 个人信息保护法 art. 28 (medical health is sensitive personal information).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hotline.rules.redaction.found import Sensitive

_WORDS = """
白血病 淋巴瘤 尿毒症 肾衰竭? 透析 心脏病 冠心病 心梗 心衰 脑梗塞? 脑出血 脑溢血 中风
偏瘫 截瘫 瘫痪 植物人 糖尿病 高血压 癫痫 精神病 精神疾病 精神分裂症? 抑郁症? 躁郁症
自闭症 孤独症 老年痴呆 痴呆 帕金森 阿尔茨海默 艾滋病? HIV 梅毒 性病 乙肝 丙肝 肝炎
肝硬化 肺结核 结核病? 尘肺病? 哮喘 红斑狼疮 类风湿 股骨头坏死 白癜风 子宫出血 大出血
流产 早产 怀孕  不孕 堕胎 骨折 截肢 植皮 化疗 放疗 靶向药物? 手术后 开颅
搭桥 支架手术 被狗咬伤 病危 病重 重病  住院治疗 核酸阳性 阳性患者 密接者? 次密接
生活不能自理 智障 智力障碍 失明 失聪 聋哑 侏儒症
"""
_ORGANS = "卵巢|子宫|乳腺|宫颈|肺|肝|胃|肠|直肠|结肠|食道|食管|胰腺|甲状腺|前列腺|骨|鼻咽|脑|血"
_PATTERNS = (
    r"(?<=[是为系名位])(?:孕妇|产妇)",
    rf"(?:{_ORGANS})?(?:癌症?(?!康)|肿瘤(?!医院|科))(?:晚期|早期|中期)?",
    r"心肌梗[死塞]",
    r"肺炎(?!疫|防|期|救|专)",
    r"[一二三四]级(?:伤残|残疾)",
    r"(?:智力|肢体|视力|听力|精神|言语|多重)(?:[一二三四]级)?残疾",
    r"残疾(?:[一二三四]级)",
    r"做(?:了|过)?手术",
    r"狂犬(?:病|疫苗)",
    r"确诊(?!病例数)",
    r"新冠(?:患者|感染)",
    r"患有[一-鿿]{1,8}(?:病|症|炎|瘤|癌)",
    r"[一-鿿]{1,3}综合[征症]",
)
_ILLNESS = re.compile("|".join((*_PATTERNS, *_WORDS.split())))
_NOBODY = (
    "有的|该|本|居民|各|此|我们?|封闭|老旧|住宅|某|这个|那个|其他|全市|一些|许多|很多|多个|部分"
    "|所在|自己|他们|无物业|到|进|出|的|在|入"
)
_AREA = re.compile(
    r"(?P<name>[一-鿿A-Za-z]{2,8}?)(?:小区|花园|家园|公寓|公馆|名城|世纪城|嘉园|新村|社区|敬老院"
    r"|养老院|福利院|幼儿园|小学|中学)"
    r"|[一-鿿]{2,3}(?:区|县|市|镇|乡|街道)[一-鿿]{2,8}?(?:居民|业主|住户|村民|租户|商户)(?!委)"
    r"|[一-鿿]{1,4}村(?:[一二三四五六七八九十\d]{1,3}(?:组|社|队|屯))?(?:村民)?|[一-鿿]{2,4}屯"
)
_NO_AREA = re.compile(rf"(?:^|.*)(?:{_NOBODY})$")
_CALLER = re.compile(r"[一-鿿](?:先生|女士|某某?)(?!们)")
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_ONLY_KNOWLEDGE = re.compile(
    r"^(?:医院|疫苗|预防|防治|筛查|宣传|科普|门诊|专科|保险|救助政策|报销|病房|发生率|发病率|高发|风险"
    r"|物质|的危险|等疾病|、)"
)
_IN_GENERAL = re.compile(r"(?:致|引发|诱发|引起|预防|防治|容易|可能|死于|防止|导致[一-鿿]{0,3})$")
REASON = "健康情况与地点或人写在一起，能认出是谁；请删去病情，或删去地点和称呼。"


def health(text: str, found: Iterable[Sensitive]) -> Iterator[Sensitive]:
    """Illnesses of someone whom the sentence lets be recognised; `found` are names and rooms."""
    tied = [each.start for each in found if each.kind in ("address", "name", "identity", "phone")]
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        illnesses = [m for m in _ILLNESS.finditer(text, start, end) if _is_somebodys(text, m)]
        if not illnesses:
            continue
        if any(start <= place < end for place in tied) or _names_place(sentence.group()):
            for match in illnesses:
                yield Sensitive("health", *match.span(), match.group(), "", REASON, is_sure=False)


def _is_somebodys(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 5) : match.start()]
    return not (_ONLY_KNOWLEDGE.match(text[match.end() :][:5]) or _IN_GENERAL.search(before))


def _names_place(sentence: str) -> bool:
    """Whether the sentence names an area or a caller, not just “the residential area”."""
    if _CALLER.search(sentence):
        return True
    return any(
        not (match.group("name") and _NO_AREA.match(match.group("name")))
        for match in _AREA.finditer(sentence)
    )
