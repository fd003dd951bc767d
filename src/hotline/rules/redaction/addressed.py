"""People who are named without their full name: surname and title, 老李, 张大妈, 我儿子小明.

A bulletin may write 王先生, so this is no finding of the privacy gate. It is one where a text
leaves the office's own machine, or is read by somebody who has no need to know who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hotline.rules.redaction.found import Sensitive
from hotline.rules.redaction.surnames import COMPOUND, PLAIN, SURNAMES

_TITLES = """
先生 女士 小姐 同志 老师 师傅 医生 大夫 护士 经理 总经理 主任 局长 书记 村长 队长 所长 院长 校长
老板 阿姨 大爷 大妈 大娘 大叔 大姐 大哥 大嫂 叔叔 奶奶 爷爷 婆婆 律师 教授 法官 警官 会计 站长
镇长 乡长 县长 区长 市长 省长 厅长 处长 科长 部长 董事长 董事 社长 组长 店长 班长 支书 教练
副书记 副局长 副主任 副市长 副县长 副镇长 副所长 副队长 副院长 副校长 某某 某
"""
_TITLE = "|".join(sorted(_TITLES.split(), key=len, reverse=True))
_KIN = "哥|姐|叔|婶|姨|嫂|伯|爷|奶|总|工|局|处|科|队|所"
_COMPOUND = "|".join(sorted(COMPOUND))
_PLAIN = f"(?:{_COMPOUND}|[{''.join(sorted(PLAIN))}])"
_ANY = f"(?:{_COMPOUND}|[{''.join(sorted(SURNAMES))}])"
_AFTER = r"(?=[^一-鿿]|[家说和与也在是的来]|反映|表示|告诉|电话)"
_BEHIND = r"(?:(?<=[和与跟及对向找给是的请让被叫由])|(?<![一-鿿]))"
_PLAINLY = re.compile(rf"{_PLAIN}(?:{_TITLE})")
_CAREFULLY = re.compile(rf"{_BEHIND}{_ANY}(?:{_TITLE})")
_FAMILIAR = re.compile(rf"{_BEHIND}[老小]{_PLAIN}{_AFTER}")
_KINSHIP = re.compile(rf"{_BEHIND}{_PLAIN}(?:{_KIN}){_AFTER}")
_PET_NAME = re.compile(
    r"(?:儿子|女儿|孩子|孙子|孙女|外孙女?|丈夫|妻子|爱人|老公|老婆|哥哥|弟弟|姐姐|妹妹)(?:名叫|小名叫?|叫)?"
    r"((?:小|阿)[一-鿿](?!区|学|时|班|组|孩|吃|店|心)|([一-鿿])\2)(?=[今现年已在是的被因，,（(。]|\d{1,2}岁)"
)
_PATTERNS = ((_PLAINLY, 0), (_CAREFULLY, 0), (_FAMILIAR, 0), (_KINSHIP, 0), (_PET_NAME, 1))
REASON = "姓氏与称呼、小名能让熟人认出是谁。"


def addressed(text: str) -> Iterator[Sensitive]:
    """Surnames with titles, familiar names and pet names of relatives."""
    seen: set[tuple[int, int]] = set()
    for pattern, group in _PATTERNS:
        for match in pattern.finditer(text):
            if match.span(group) not in seen:
                seen.add(match.span(group))
                words = match.group(group)
                yield Sensitive("addressed", *match.span(group), words, "", REASON, is_sure=False)
