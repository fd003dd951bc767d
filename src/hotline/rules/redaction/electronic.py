"""Electronic addresses: e-mail, and accounts of WeChat and QQ behind the word that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hotline.rules.redaction.found import Sensitive

_AT = r"(?:@|[ ]?[\(\[]?(?:at|AT)[\)\]][ ]?|[ ]@[ ])"
_DOT = r"(?:\.|[ ]?[\(\[](?:dot|DOT)[\)\]][ ]?|[ ]\.[ ])"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{{0,63}}{_AT}"
    rf"[A-Za-z0-9\-]{{1,63}}(?:{_DOT}[A-Za-z0-9\-]{{2,63}}){{1,3}}(?![A-Za-z0-9\-])"
)
_IS = r"(?:帐号|账号|号码|号|名)?(?:为|是)?[ :：]*(?:加|同)?[ ]?"
_WECHAT = re.compile(
    rf"(?:微信|薇信|威信|[Vv]信|WeChat|wechat|[Ww][Xx]){_IS}"
    r"([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-])"
)
_QQ = re.compile(r"(?:[Qq]{2}|扣扣|企鹅)(?:群)?" + _IS + r"([1-9]\d{4,10})(?!\d)")
EMAIL_REASON = "电子邮箱能认出是谁，不得刊出，请删去。"
ACCOUNT_REASON = "微信、QQ 等个人账号不得刊出，请删去。"


def electronic(text: str) -> Iterator[Sensitive]:
    """E-mail addresses and accounts."""
    for match in _EMAIL.finditer(text):
        yield Sensitive("email", *match.span(), match.group(), "", EMAIL_REASON)
    for pattern in (_WECHAT, _QQ):
        for match in pattern.finditer(text):
            yield Sensitive(
                "account", *match.span(1), match.group(1), "", ACCOUNT_REASON, is_sure=False
            )
