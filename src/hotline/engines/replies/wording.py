"""Words that a reply should not have, and what contradicts the fields filled in beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.engines.replies.clauses import Clause
from hotline.engines.replies.findings import Finding, Severity

_BAD = re.compile(
    r"研究研究|考虑考虑|管不了|管不着|(?:我们?|也|实在|真的?)没(?:有)?办法|自己想办法|自行想办法|找别人|另找(?:他人|别人|部门)"
    r"|爱莫能助|无能为力|别再(?:打|投诉|反映)|不要再(?:打|投诉|反映)|无理取闹|等着吧|慢慢等|说了不算|我也不(?:清楚|知道)|多管闲事"
    r"|小题大做|刁民|爱(?:投诉|告)(?:哪|谁|就)|随便(?:你|您)|没空|没时间管|不关我们?(?:的)?事|与我们?无关|事不关己|你们?自己(?:解决|去)"
    r"|跟我们?没关系|懒得|胡闹|胡搅蛮缠|不可理喻|上面(?:的)?规定(?:的)?，?我们也"
)
_CANNOT = re.compile(
    r"(?:暂时?|目前)?(?:无法|不能|未能|难以|没法)(?:得到)?(?:解决|办理|处理|实施|满足|落实)|尚未(?:解决|完成|整改|处理|修复)|未(?:得到)?解决"
    r"|不具备[^，。]{0,12}条件|不予(?:支持|办理|受理)|(?:仍|还)(?:在|未)(?:办理|处理|协调|施工|解决)|正在(?:办理|处理|协调|施工|整改)中?"
)
_DONE = re.compile(
    r"(?:问题|诉求)?(?:现|均|都)?已(?:经|全部|于[^，。]{0,12})?(?:得到)?(?:圆满|妥善|全部|彻底)?(?:解决|修复|整改到位|处理完毕|清理完毕|办结)"
)
_IS_SO = re.compile(r"(?<!不)(?:基本|情况|反映|部分|完全)?属实")
_NOT_SO = re.compile(
    r"不属实|与(?:事实|实际)不符|(?:未|没有)发现[^，。]{0,16}(?:问题|情况|行为|现象)"
)
_TALKED = re.compile(
    r"(?:已|并)(?:与|向|电话|和)[^，。]{0,10}(?:您|诉求人|反映人|来电人|投诉人)?[^，。]{0,4}(?:联系|沟通|电话告知|当面解释)"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What the unit filled in beside the text; None where it said nothing."""

    solved: bool | None = None
    is_true: bool | None = None
    beyond_remit: bool | None = None
    contacted: bool | None = None


def bad_words(text: str) -> Iterator[Finding]:
    """Words that put a citizen off."""
    for match in _BAD.finditer(text):
        say = f"“{match.group()}”不宜出现在答复里，请改为说明事实、依据和下一步怎么办。"
        yield Finding("bad_words", "serious", match.start(), match.end(), match.group(), say)


def not_ours(found: list[Clause], filled: Filled) -> Iterator[Finding]:
    """Where the unit says that it is not its business instead of asking for a return."""
    tells_whose = any(clause.kind in ("forward", "pointer") for clause in found) or any(
        clause.says for clause in found
    )
    for clause in found:
        if clause.kind != "not_ours":
            continue
        say = (
            "写明了不归本单位管：请同时写清由哪个部门负责、怎么联系；应由他方办理的，请“申请退单”。"
            if tells_whose
            else "不属于本单位职责的，请“申请退单”并说明依据，不要以答复代替退单。"
        )
        severity: Severity = "warn" if tells_whose or filled.beyond_remit else "serious"
        yield Finding("not_ours", severity, clause.start, clause.end, clause.words, say)


def contradictions(text: str, filled: Filled) -> Iterator[Finding]:
    """Where the text says another thing than the fields."""
    if filled.solved and (match := _CANNOT.search(text)):
        say = f"选的是“已解决”，文字却说“{match.group()}”；请改为一致。"
        yield _at(match, "contradiction", "serious", say)
    if filled.solved is False and (match := _DONE.search(text)):
        say = f"选的是“未解决”，文字却说“{match.group()}”；请改为一致。"
        yield _at(match, "contradiction", "warn", say)
    if filled.is_true is False and not _NOT_SO.search(text) and (match := _IS_SO.search(text)):
        yield _at(
            match, "contradiction", "serious", "选的是“诉求不属实”，文字却说属实；请改为一致。"
        )
    if filled.is_true and not _IS_SO.search(text) and (match := _NOT_SO.search(text)):
        say = f"选的是“诉求属实”，文字却说“{match.group()}”；请核对。"
        yield _at(match, "contradiction", "warn", say)
    if filled.contacted is False and (match := _TALKED.search(text)):
        say = "文字说已联系诉求人，但没有联系记录；请在“联系记录”里补填时间。"
        yield _at(match, "contradiction", "warn", say)


def _at(match: re.Match[str], kind: str, severity: Severity, say: str) -> Finding:
    return Finding(kind, severity, match.start(), match.end(), match.group(), say)
