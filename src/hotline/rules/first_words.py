"""The words that point to a kind on the first day, before anything was learned.

The city's own topics and campaigns bring their words with them; kinds are the same in every city,
so theirs stand here. They suggest and never fill in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

KIND_WORDS: Mapping[str, Sequence[str]] = {
    "consultation": (
        *("咨询", "请问", "想了解", "想知道", "怎么办理", "如何办理", "什么条件", "需要什么"),
        *("哪些材料", "多少钱", "什么时候", "在哪里办", "是否可以", "政策", "标准是"),
    ),
    "help": (
        *("请求", "希望", "帮忙", "帮助", "协调", "求助", "尽快恢复", "停水", "停电", "不热"),
        *("损坏", "不亮", "漏水", "堵塞", "维修"),
    ),
    "complaint": (
        *("投诉", "不满", "态度恶劣", "推诿", "乱收费", "多收", "扰民", "一直没有解决", "无人处理"),
        *("拖欠", "不给", "拒绝", "欺骗", "要求退款", "噪音", "侵占"),
    ),
    "report": ("举报", "违法", "违规", "无证", "私自", "偷排", "受贿", "贪污", "假冒", "非法"),
    "suggestion": ("建议", "提议", "意见", "希望增设", "应该增加", "能否增加", "优化"),
    "praise": ("感谢", "表扬", "锦旗", "致谢", "点赞", "好评"),
}
