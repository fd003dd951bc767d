"""What the search for personal data answers with."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "phone": "电话号码",
    "identity": "身份证号",
    "plate": "车牌号",
    "bank_card": "银行卡号",
    "email": "电子邮箱",
    "account": "微信、QQ 等账号",
    "address": "楼栋、单元、房号、门牌",
    "name": "姓名全称",
    "health": "与地点或人相联系的健康情况",
}
# Beside these, what may be published but need not be told to everybody.
ALL_KINDS = {**KINDS, "addressed": "姓氏与称呼", "area": "小区、村屯等住处"}
LEVELS = {"room": "房号", "entrance": "单元", "building": "楼栋", "number": "门牌", "area": "小区"}


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One place that tells too much: `text` is `[start:end]` of what was searched.

    `suggestion` is what to write instead of exactly this stretch (empty: leave it out), `reason`
    says in Chinese what was found. `is_sure` is true where a checksum or an unmistakable form
    proves it. `level` says of an address how far down it goes (LEVELS).
    """

    kind: str
    start: int
    end: int
    text: str
    suggestion: str
    reason: str
    is_sure: bool = True
    level: str = ""
