"""What a citizen is told when a matter is not handled here: the choices, and a text for each.

The six ways of sorting follow 北京市接诉即办工作条例 art. 11. The texts are starting points in our
own words; whoever sorts may write another one for the case at hand.
"""

from __future__ import annotations

EMERGENCY_LINES = {"110": "110 报警", "119": "119 火警", "120": "120 急救", "122": "122 交通事故"}
LEGAL_ROUTES = {
    "litigation": "诉讼",
    "arbitration": "仲裁",
    "reconsideration": "行政复议",
    "petition": "信访",
    "discipline": "纪检监察",
}
GROUNDS_TO_DECLINE = {
    "secret": "涉密或涉及隐私",
    "beyond_remit": "超出职责范围",
    "unlawful": "违法",
}

_TEXTS = {
    ("transfer", "110"): "您反映的情况需要公安机关立即处置，已为您转接 110。",
    ("transfer", "119"): "您反映的情况需要消防救援机构立即处置，已为您转接 119。",
    ("transfer", "120"): "您反映的情况需要医疗急救，已为您转接 120。",
    ("transfer", "122"): "您反映的情况属于交通事故，已为您转接 122。",
    ("direct", "litigation"): "您反映的事项应当通过诉讼解决，请向有管辖权的人民法院起诉。",
    ("direct", "arbitration"): "您反映的事项应当通过仲裁解决，请向约定的或有管辖权的仲裁机构申请。",
    ("direct", "reconsideration"): (
        "您对行政行为有异议，可以在法定期限内向有权的行政复议机关申请行政复议。"
    ),
    ("direct", "petition"): "您反映的事项应当通过信访渠道提出，请向有权处理的信访机构反映。",
    ("direct", "discipline"): (
        "您反映的是党员或公职人员的违纪违法问题，请向纪检监察机关反映，可以拨打 12388。"
    ),
    (
        "decline",
        "secret",
    ): "您询问的内容涉及国家秘密、商业秘密或者他人隐私，依法不能提供，请您谅解。",
    ("decline", "beyond_remit"): "您反映的事项不在本热线受理范围内，请向主管单位反映。",
    ("decline", "unlawful"): "您提出的要求违反法律规定，不能受理；请通过合法方式表达诉求。",
    (
        "tell_progress",
        "",
    ): "您反映的事项已有工单，目前进展为“{status}”；办理结果将由承办单位答复您。",
}


def telling(verb: str, choice: str, text: str = "", **facts: str) -> str:
    """The text told to the citizen: the one written for this case, else that of the choice."""
    return text.strip() or _TEXTS[verb, choice].format(**facts)
