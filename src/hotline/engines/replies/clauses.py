"""A reply cut into clauses, each with what it does: greet, thank, hand on … or say something.

Whether a reply answers is not a matter of its length: it is empty where no clause is left that says
something of the matter itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[。！!？?；;，,：:\n\r…]+|\s{2,}")
_SPACE = re.compile(r"[\s　“”\"'（）()《》<>【】\[\]、.·~～*#_—-]+")
_UNIT = (
    r"(?:[\w一-鿿]{0,18}?"
    r"(?:局|委|办|厅|部|处|科|站|所|队|院|校|会|社区|街道|镇|乡|村|区|县|市|公司|中心|单位|部门|政府|机关|党委|集团|支队|大队"
    r"|有关方面|人员|领导|负责人|机构|科室|办公室|银行|学校|医院))"
)
_WHAT = (
    r"(?:关于|对于|针对|就|对)?(?:您|你|贵方|帖文|帖子|网帖|来信|留言|信件)?(?:们|中)?(?:在\S{0,14})?(?:所)?(?:反映|"
    r"反应|咨询|提出|投诉|举报|提|说|述|建议|留言|来信"
    r"|发帖|求助|诉求|询问)?的{0,2}(?:相关|有关|这个|上述|该|此)?(?:问题|情况|事项|事情|诉求|留言|来信|帖子|帖文|网帖|贴文|回信|建议|意见"
    r"|信件|函件|诉求件|内容|工单|事宜|事|咨询|投诉|举报|信息)?"
)
# A forward that names what an authority then did is an answer.
_ACTED = r"(?!.*(?:强制执行|立案|处罚|拘留|整改|拆除|起诉|查封|停工|取缔|关停))"
# What a signature has not: words that do something.
_NO_DEED = r"(?!.*(?:[已由请将把被为转询了的是在]|属于))"
_DAY = r"(?:\d{2,4}[年\-./])?\d{1,2}[月\-./]\d{1,2}(?:日|号)?"
_HANDLE = (
    r"(?:进行|予以|依法|认真|尽快|及时|抓紧|妥善|按程序|按照?实际情况|按规定)*+(?:调查|核实|核查|核处|查处|查办|处理|办理|处置|研究|回复|"
    r"答复|办复|阅处|关注|跟进"
    r"|跟踪|落实|解决|协调|调处|了解|反馈|督办|办|理|、|并|和|及|后|情况|中|工作|之中|当中)*+"
)
_HAND = (
    r"(?:已经?|现已|并已?|均已?|一并|我[办们局]|将|将会|会|及时|第一时间|立即|马上|按程序|全部"
    r"|你的|您的|把|继续)*+"
)
_FORWARD = (
    r"(?:转交|转办|转至|转送|转给|转达|转发|批转|交办|交由|移交|移送|报送|呈报|呈送|上报|向\S{1,12}(?:反馈|反映|汇报)"
    r"|交|转|责成|要求|安排|督促|通知|提交|流转|派发|派单)"
)
_GIVEN = r"(?:给|至|到|由|了|予|请)*+"

# Every repeated group is possessive (*+): words that can be cut in several ways would else be tried
# in all of them, and a letter could be written that keeps the check busy for hours.
# Kind of a clause by the first pattern that takes the whole of it, blanks and quotes left out.
_WHOLE: tuple[tuple[str, str], ...] = (
    (
        "not_ours",
        r".{0,30}(?:不属于?|不在|非|不是|超出)(?:我|本)?[^，。]{0,12}?(?:职责|职权|管辖|管理|权限|业务|受理|负责|"
        r"职能)(?:的)?(?:范围|权限|范畴)?(?:之内|内)?",
    ),
    ("not_ours", r".{0,20}(?:不归|不由)(?:我|本)[^，。]{0,10}(?:管理?|负责|受理)"),
    (
        "greeting",
        r"(?:尊敬的|亲爱的)?(?:网友|网民|市民|群众|来信人|发帖人|先生|女士|朋友|同志|居民|业主|诉求人)?(?:朋友|"
        r"们)?(?:[A-Za-z]+\d+|\w{0,12}网友)?(?:您|你|大家)?好?(?:呀|啊)?",
    ),
    ("greeting", r"(?:网友|网民|市民)?[A-Za-z]{1,3}\d{3,}(?:网友|您好|你好)?"),
    (
        "thanks",
        r".{0,12}(?:感谢|谢谢|多谢|致谢|祝您|祝你|敬礼|此致|欢迎您?(?:继续|一如既往|随时|对)).{0,40}",
    ),
    (
        "thanks",
        r"(?:给|对此|由此|因此)?.{0,12}(?:敬请|请予?|深表|望|希望您?)(?:谅解|理解|歉意|支持|监督).{0,14}",
    ),
    (
        "receipt",
        rf"(?:我[们局办单位]{{1,3}}|本[单位局]{{1,2}}|现)?(?:对|就)?{_WHAT}(?:我[们局办单位]{{1,3}}|本单位)?(?:均|"
        r"都|现)?(?:已经?|业已)?(?:收悉|收到|获悉|知悉|知晓|阅悉|受理|登记|记录|阅知|悉知|阅|交办)(?:了|在案|完毕)?",
    ),
    (
        "receipt",
        rf"{_WHAT}(?:我[们局办单位]{{1,3}})?(?:领导)?(?:非常|十分|高度|很)?(?:重视|关注)(?:此事|该问题|您的问题)?",
    ),
    (
        "forward",
        rf"{_ACTED}(?:经[^，。]{{0,8}}|目前|现|随后)?(?:我[们局办单位台]{{1,3}}|"
        rf"本[单位局台]{{1,2}})?{_HAND}(?:将|把|就|对)?{_WHAT}(?:我[们局办单位]{{1,3}})?{_HAND}{_FORWARD}"
        rf"{_GIVEN}(?:[\w一-鿿、，和及与等]{{0,30}}?)(?:单位|部门|方面)?(?:{_HANDLE})(?:了|中)?",
    ),
    (
        "pending",
        rf"{_WHAT}(?:此事|该事|该问题|目前|现|相关部门|有关部门|我[们局办单位]{{1,3}}|\s)*+(?:正在|正|仍在|尚在)(?:抓紧|积极|进一步|依法|"
        r"加紧)*+(?:调查|核实|处理|办理|协调|研究|交办|核查|了解|处置|跟进|落实|解决|回复|、|和|及|并|过程|之中|当中|中)++",
    ),
    (
        "pending",
        r"(?:请|敬请|望|烦请)(?:您|你|广大网友)?(?:耐心|继续|持续|保持)*+(?:等待|等候|留意|关注|期待)(?:后续|近期|我们|"
        r"相关|处理|办理|调查|的|回复|答复|结果|进展|情况|动态|通知)*+",
    ),
    (
        "pending",
        r"(?:我[们局办单位]{1,3}|相关部门|有关部门|单位)?.{0,10}(?:将|会|将会|拟)(?:在?(?:后续|近期|第一时间|及时|尽快|认真|"
        r"抓紧|高度|继续|予以|进一步|依法))*+(?:回复|答复|反馈|告知|处理|办理|核实|调查|研究|考虑|重视|关注|跟进|解决|落实|向您|给您|您|并|"
        r"、|和|的|结果|情况|此事|该问题)++",
    ),
    (
        "heading",
        r"(?:现|下面|以下)?(?:就|将|对)?(?:.{0,30}?)?(?:现|特)?(?:将有关情况|有关情况|具体情况|相关情况|情况)?(?:作|"
        r"做)?(?:如下)?(?:回复|答复|说明|反馈|汇报|复函)(?:如下|如下内容)",
    ),
    (
        "heading",
        rf"{_WHAT}(?:的)?(?:有关情况|相关情况|具体情况|核实情况)?(?:回复|答复|说明)(?:如下)?",
    ),
    (
        "process",
        r"(?:收到|接到|获悉|看到)?.{0,10}(?:后)?(?:经|通过)[^已不未]{0,14}(?:协调|核实|调查|了解|核查|研究|查实|衔接|"
        r"联系)(?:处理|了解|核实)?",
    ),
    (
        "pending",
        r"(?:我[们局办单位]{1,3}|相关部门|有关部门)?(?:稍后|随后|之后|届时|后续|尽快|近期)(?:会|将)?(?:对|就|给|向)?(?:您|"
        r"你)?(?:提出|反映)?的?(?:问题|留言|情况)?(?:作|做)?(?:出|予以|进行)?(?:回复|答复|反馈)(?:您|给您)?",
    ),
    (
        "heading",
        r"(?:特此|专此)(?:回复|答复|说明|函复|告知|反馈)|(?:详见|详情见|链接|附件|网址|见).{0,6}|https?.*",
    ),
    (
        "answered",
        rf"(?:此|该)?{_WHAT}(?:.{{0,16}}?)(?:已经?|早已)(?:进行过?|作过?|作出过?|做出过?|给予)?(?:回复|答复|解答)(?:过|了)?",
    ),
    ("signature", rf"{_NO_DEED}(?:{_UNIT}){{1,3}}(?:{_DAY})?"),
    ("date", rf"(?:{_DAY}|\d{{1,2}}[:：]\d{{2}})++"),
    ("receipt", r"(?:网友)?(?:您|你)?(?:们)?(?:在)?(?:问政.{0,6}|平台.{0,10})"),
    (
        "receipt",
        r"(?:您|你|网友|市民|群众).{0,26}(?:留言|来信|来帖|帖文|贴文|问题|情况|来电|投诉|诉求)(?:我[^，。]{0,6})?(?:均|都|"
        r"现)?(?:已经?)?(?:收悉|收到|获悉|知悉|受理)(?:后|了)?(?:[并和]?(?:已|立即)?(?:转|交)(?:至|给|交|办|"
        r"由)?.{0,14})?",
    ),
    (
        "receipt",
        r"(?:接到|收到|看到)(?:您|你|网友|市民|群众|热线|转办)?.{0,22}(?:留言|来信|来帖|帖文|贴文|问题|情况|投诉|诉求|反映|交办|"
        r"建议|意见|工单)(?:件|单)?(?:后|之后)?",
    ),
    (
        "topic",
        r"(?:关于|针对|对于|就|对)?(?:您|你|网友|市民|群众)(?:们)?(?:所)?(?:反映|反应|咨询|提出|投诉|举报|提|说|问|来信|留言|"
        r"建议)(?:反映|询问)?的?(?!.*[已未无不将可没]).{0,40}(?:问题|情况|事项|一事|事宜|建议|诉求)",
    ),
    ("topic", r"(?:您|你)的(?:回信|来信|留言|帖子|帖文|诉求|建议|意见|问题|情况)"),
    ("topic", r"(?:事件|受理|工单|案件|处理|办理|查询)(?:编号|单号|号)?"),
    ("thanks", r"(?:对|给)(?:此)?(?:您|你)?(?:造成|带来)(?:的)?不便"),
    (
        "pending",
        r"(?:我[们局办单位]{1,3}|相关部门|有关部门)?(?:待|等|会|将)?(?:在)?(?:有结果|核实|调查|处理|办理|处置|调查处理)(?:完|"
        r"完毕|清楚|结束|情况|结果)*+(?:后|之后|会|将|再)*+(?:会|将)?(?:第一时间|及时|尽快|再)?(?:对|向|给|与)?(?:您|你|"
        r"网友)?(?:进行|予以|作出)?(?:回复|答复|反馈)(?:您|你|给您|与您|于您)?",
    ),
    (
        "waiting",
        r".{0,8}(?:请|望|麻烦)(?:您|你)?(?:进一步|再|尽快|及时)*+(?:完善|补充|提供|留下|告知)(?:您的|你的|个人|具体|详细|相关|"
        r"更多)*+(?:信息|资料|情况|联系方式|地址|姓名|电话|线索|及|和|、|等)++(?:以便.{0,16})?",
    ),
    (
        "waiting",
        r"以便(?:我们|于我们|及时|进一步|更好|与|和|您)*+(?:处理|核实|联系|调查|处置|办理|回复|您|及时|进一步|联系)*+",
    ),
    (
        "unknown",
        r".{0,20}(?:不清楚|不知道|不了解|不太清楚|无法答复|无法回复|无法解答|暂时?没有答案)(?:.{0,24})",
    ),
    (
        "pointer",
        r"(?:此类问题|具体|详情|如需|有关政策)?(?:，)?(?:建议|请|可|可以|烦请|您可|你可)(?:您|你|当事人)?(?:直接|具体|自行|先|"
        rf"再)*+(?:到|向|去|与|和|找|咨询|联系|拨打)?.{{0,20}}?(?:咨询|询问|联系|反映|了解|问询|投诉|(?:咨询|联系|询问|"
        rf"找){_UNIT})(?:一下|此事|该问题|相关情况|相关政策|有关情况|解决|处理)?",
    ),
    (
        "contact",
        r"(?:如有?.{0,12})?(?:经办人|联系人|联系电话|咨询电话|监督电话|电话|手机|联系方式|服务热线)"
        r"(?:号码)?(?:为|是)?.{0,16}",
    ),
    (
        "process",
        r"(?:经[^，。]{0,8})?(?:您|你)?(?:所)?(?:反映|反应|投诉|举报)?的?(?:情况|问题)?(?:基本|部分)?属实",
    ),
    (
        "pending",
        r"(?:同意|按照?|依照?)?(?:相关|有关)?(?:规定|程序|政策|要求|流程)?(?:同意)?(?:办理|执行|处理|落实)",
    ),
    (
        "answered",
        r"(?:我[们局办单位]{1,3}|工作人员)?(?:已经?)?(?:电话|致电)?(?:与|和|向)?(?:您|你|来信人|诉求人|当事人|"
        r"反映人)?(?:本人)?(?:电话)?(?:取得)?(?:联系|沟通|解释|回复|答复|说明)(?:清楚|情况)?(?:了|过|您|你)?",
    ),
    (
        "answered",
        r"(?:请|可|敬请)?(?:您|你)?(?:参看|参见|参阅|查看|见)(?:之前|以前|此前|上次|前期|原)?的?(?:回复|答复|留言)",
    ),
    (
        "study",
        r"(?:我[们局办单位]{1,3})?(?:将|会|已)?(?:予以|给予|积极)?(?:采纳|吸收|参考|吸纳|借鉴)",
    ),
    ("praise", r"(?:您|你)的?(?:建议|意见|想法)(?:非常|很|十分)?(?:好|中肯|宝贵|有价值|不错)"),
    (
        "study",
        r"(?:正在|将|会)?.{0,16}(?:研究|考虑|讨论|商议|酝酿)(?:研究|考虑|讨论)*+(?:后|中|一下)?(?:再说|决定|处理|答复|解决)?",
    ),
)
_SURE = [(kind, re.compile(pattern)) for kind, pattern in _WHOLE]
_QUESTION = re.compile(r"(?:吗|呢|么|为什么|为何)[？?]?$")
_DATED = re.compile(rf"^\s*{_DAY}|{_DAY}\s*$")
_CALLED = re.compile(
    r"^(?:网友|网民|市民|尊敬的)*[A-Za-z]{1,3}\d{3,}(?:网友|网民)?(?:您好|你好)?|^(?:网友|网民)[\w]{1,12}$"
)
_FILLER = re.compile(
    r"(?:您|你)好|网友|网民|[A-Za-z0-9]|年|月|日|号|特此|回复|请|谢谢|感谢|的|了|是|在|和|及|与|等|现|已"
)
FEWEST = 3
LONGEST_FORMULA = 90


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the reply and what it does; `says` is what says something of the matter."""

    start: int
    end: int
    words: str
    kind: str

    @property
    def says(self) -> bool:
        """Whether it tells anything of the matter itself."""
        return self.kind == "says"


def clauses(text: str) -> list[Clause]:
    """The clauses of a reply in order, each with its kind."""
    return [
        Clause(start, end, text[start:end], _kind(text[start:end], text[end : end + 1]))
        for start, end in _stretches(text)
    ]


def says_anything(found: list[Clause]) -> bool:
    """Whether any clause says something of the matter, or whom to ask under which number."""
    kinds = {clause.kind for clause in found}
    if "says" in kinds:
        return True
    tells_whom = "pointer" in kinds or ("contact" in kinds and not kinds & {"forward", "receipt"})
    return tells_whom and any(_NUMBER.search(clause.words) for clause in found)


def own_words(found: list[Clause]) -> str:
    """The clauses that say something, by which two replies are compared."""
    return "".join(_SPACE.sub("", clause.words) for clause in found if clause.says)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if text[start : match.start()].strip():
            yield _trimmed(text, start, match.start())
        start = match.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _kind(words: str, stop: str) -> str:
    bare = _CALLED.sub("", _SPACE.sub("", _DATED.sub("", words)))
    if len(_FILLER.sub("", bare)) < FEWEST and not _DONE.search(bare):
        return "filler"
    if stop in ("?", "？") or _QUESTION.search(bare):
        return "question"
    if len(bare) <= LONGEST_FORMULA:
        for kind, pattern in _SURE:
            if pattern.fullmatch(bare):
                return kind
    return "says"


_NUMBER = re.compile(r"(?<![年月\d])\d[\d\-—－ ]{4,}(?!年)")
# So little said is still an answer.
_DONE = re.compile(
    r"(?:修复|修好|清理|清运|清除|更换|整改|拆除|解决|恢复|办结|退还|退款|安装|疏通|处罚|完成|开通|发放|补发|到账|到位|取缔|关停|可以|"
    r"不可以|不能|不行|符合|没有|需要|免费)"
)
