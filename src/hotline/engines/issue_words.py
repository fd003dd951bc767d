"""The words by which a concern is known: what a case is about, without formulae and numbers.

The words of the title say most; of the text only its beginning is read, where the matter is told.
"""

from __future__ import annotations

import re

LONGEST = 400
TITLE, TEXT = 2.0, 1.0
LEAST_LENGTH = 2
_HAN = re.compile(r"^[\u4e00-\u9fff]+[A-Za-z0-9]*$|^[A-Za-z]{2,}[0-9]*$")
_NUMBERED = re.compile(
    r"^[一二三四五六七八九十百千万两几多半每第]+[个次天年月日点号楼栋户人元块米层周位名件]?[多半左右]?$"
)
# What is said of anything.
FORMULAE = frozenset(
    """
    反映 投诉 举报 咨询 建议 求助 表示 来电 来信 市民 居民 业主 群众 诉求 诉求人 来电人 本人
    我们 他们 大家 问题 情况 希望 要求 请求 恳请 尽快 有关 相关 部门 单位 领导 政府 处理
    解决 核实 答复 回复 协调 帮助 现在 目前 已经 一直 至今 多次 几次 一次 每天 昨天 今天
    昨晚 晚上 早上 上午 下午 白天 夜里 最近 近日 近期 附近 这里 那里 门口 旁边 里面 外面
    周边 影响 严重 非常 十分 特别 没有 不能 可以 需要 应该 因为 所以 但是 而且 还有 什么
    怎么 为什么 如何 是否 一下 一些 一个 一种 这个 那个 这种 进行 造成 导致 存在 出现 小区
    街道 社区 区政府 管理 工作 人员 工作人员 电话 热线 生活 时间 长期 持续 以来 之后 之前 称
    盼 吗 呢 请问 老人 孩子 家里 家中 住户 邻居 铁西区 铁东区 无人 没人 不让 不了 不到 不好
    不知 打热线 热心 一位 城管 物业 尊敬 您好 你好 谢谢 感谢 书记 市长 区长 县长 局长 主任
    关于 对于 以及 等等 不满 说法 作出
    """.split()  # noqa: SIM905 - a list of words reads as lines
)


def words_of(title: str, text: str, place: str = "") -> dict[str, float]:
    """The words of a case, each with how much the way it was said tells; those of its place are
    compared as a place."""
    import rjieba  # noqa: PLC0415 - its dictionary takes a moment, and only engines read

    found: dict[str, float] = {}
    for said, weight in ((title, TITLE), (text[:LONGEST], TEXT)):
        for word in rjieba.cut(said):
            if word not in found and _tells(word) and word not in place:
                found[word] = weight
    return found


def _tells(word: str) -> bool:
    if len(word) < LEAST_LENGTH or word in FORMULAE:
        return False
    return _HAN.match(word) is not None and _NUMBERED.match(word) is None
