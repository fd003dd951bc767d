"""What the search for personal data answers with."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "phone": "电话号码",
    "identity": "身份证号",
    "plate": "车牌号",
    "bank_card": "银行卡号",
    "address": "楼栋、单元、房号、门牌",
    "name": "姓名全称",
    "health": "与地点或人相联系的健康情况",
}


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One place that tells too much: `text` is `[start:end]` of what was searched.

    `suggestion` is what to write instead of exactly this stretch (empty: leave it out), `reason`
    says in Chinese what was found. `is_sure` is true where a checksum or an unmistakable form
    proves it.
    """

    kind: str
    start: int
    end: int
    text: str
    suggestion: str
    reason: str
    is_sure: bool = True
