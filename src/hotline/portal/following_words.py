"""What a citizen is told of each status and each step, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.records.queries.public_following import Seen, Step
from hotline.rules.life import Status

PLAIN_WORDS: Mapping[Status, Promise] = {
    Status.REGISTERED: _("已收到您的诉求，正在核对内容。"),
    Status.AWAITING_DISPATCH: _("已受理，正在确定由哪个单位办理。"),
    Status.AWAITING_SIGNATURE: _("已转交承办单位，等待其签收。"),
    Status.IN_HANDLING: _("承办单位正在办理。"),
    Status.AWAITING_CITIZEN: _(
        "承办单位需要您补充情况：请凭密码在网上补充，或留意来电、拨打 12345。"
    ),
    Status.RETURN_REQUESTED: _("正在核实由哪个单位办理。"),
    Status.AWAITING_RULING: _("正在明确由哪个单位负责。"),
    Status.AWAITING_APPROVAL: _("承办单位已有办理意见，正在内部审批。"),
    Status.AWAITING_REVIEW: _("承办单位已经答复，热线正在审核。"),
    Status.AWAITING_CALLBACK: _("已有办理结果：请凭密码在网上评价，或等候热线回访。"),
    Status.CALLED_BACK: _("已经回访，正在办理结案手续。"),
    Status.SHELVED: _("暂不具备解决条件，已列入后续计划，到期继续办理。"),
    Status.JOINED: _("已与反映同一事项的诉求合并办理，结果将分别告知您。"),
    Status.WITHDRAWN: _("已按您的要求撤销。"),
    Status.CLOSED: _("已办结。"),
    Status.ARCHIVED: _("已办结。"),
}
STAGES = (_("收到"), _("受理"), _("办理"), _("审核"), _("回访"), _("办结"))
STAGE_OF: dict[Status, int] = {
    Status.REGISTERED: 1,
    Status.AWAITING_DISPATCH: 2,
    Status.AWAITING_SIGNATURE: 3,
    Status.IN_HANDLING: 3,
    Status.AWAITING_CITIZEN: 3,
    Status.RETURN_REQUESTED: 3,
    Status.AWAITING_RULING: 3,
    Status.AWAITING_APPROVAL: 3,
    Status.AWAITING_REVIEW: 4,
    Status.AWAITING_CALLBACK: 5,
    Status.CALLED_BACK: 5,
    Status.SHELVED: 3,
    Status.JOINED: 3,
    Status.WITHDRAWN: 6,
    Status.CLOSED: 6,
    Status.ARCHIVED: 6,
}
STEP_WORDS: Mapping[str, Promise] = {
    "register": _("收到您的诉求"),
    "accept": _("已受理"),
    "dispatch": _("转交承办单位办理"),
    "sign": _("承办单位签收，开始办理"),
    "contact": _("承办单位与您联系"),
    "ask_more": _("需要您补充情况，办理期限暂停计算"),
    "resume": _("继续办理，期限恢复计算"),
    "grant_extension": _("办理情况复杂，经热线同意延长办理期限"),
    "reply": _("承办单位提交办理结果，等待审核"),
    "send_back": _("热线审核后退回承办单位补充办理"),
    "review": _("热线审核通过，等待您评价"),
    "share_answer": _("同一事项已有办理结果，等待您评价"),
    "call_back": _("热线回访"),
    "try_call_back": _("热线回访，未能与您接通"),
    "handle_again": _("根据您的意见重新办理"),
    "close": _("办结"),
    "explain": _("作出解释后办结"),
    "answer": _("直接答复，办结"),
    "transfer": _("已转接紧急电话，办结"),
    "direct": _("告知法定办理途径，办结"),
    "tell_progress": _("告知同一事项的办理进展，办结"),
    "decline": _("不属于受理范围，已说明理由"),
    "reopen": _("重新打开，继续办理"),
    "shelve": _("暂不具备解决条件，列入后续计划"),
    "take_up": _("到期继续办理"),
    "join": _("与反映同一事项的诉求合并办理"),
    "part": _("恢复单独办理"),
    "split": _("分为几件分别办理"),
    "withdraw": _("撤销"),
    "recall": _("改由其他单位办理"),
    "agree_return": _("改由其他单位办理"),
    "rule": _("明确承办单位"),
}
OWN_WORDS: Mapping[str, Promise] = {
    "register": _("您提交了诉求"),
    "take_message": _("您补充了情况"),
    "resume": _("您补充了情况，继续办理"),
    "call_back": _("您作了评价"),
    "withdraw": _("您撤回了诉求"),
    "reopen": _("您申请重新办理，已重新打开"),
}
SOLVED = {"yes": _("已解决"), "partly": _("部分解决"), "no": _("没有解决")}
RATINGS = {
    "very_satisfied": _("非常满意"),
    "satisfied": _("满意"),
    "basically": _("基本满意"),
    "dissatisfied": _("不满意"),
}


def step_words(step: Step) -> str:
    """One step as the citizen is told it."""
    own = OWN_WORDS.get(step.verb) if step.by_citizen else None
    words = str(own or STEP_WORDS.get(step.verb, ""))
    if step.unit:
        return gettext("%(what)s：%(unit)s") % {"what": words, "unit": step.unit}
    return words


def stages_of(status: Status) -> list[tuple[Promise, bool]]:
    """Each stage of the way, and whether it is reached."""
    done = STAGE_OF[status]
    return [(name, place <= done) for place, name in enumerate(STAGES, start=1)]


def headline(seen: Seen) -> str:
    """How the request stands, in one sentence; of a joined one, how the common matter stands."""
    return str(PLAIN_WORDS[seen.status])


# What the steps refuse most often, so that it can be told in the reader's language.
REFUSALS = (
    _("查询码与密码（或电话后四位）不相符；请核对后重试，或拨打 12345。"),
    _("尝试次数过多，请过 1 小时再试，或拨打 12345。"),
    _("尝试次数过多，请过 24 小时再试，或拨打 12345。"),
    _("这件诉求现在不能补充；有新的情况请重新反映，或拨打 12345。"),
    _("请写明要补充的情况。"),
    _("现在不能评价：还没有办理结果，或者已经评价、办结。"),
    _("请选择问题是否已解决。"),
    _("请选择您对办理结果是否满意。"),
    _("请写明哪里没有解决、哪里不满意，热线据此决定是否重新办理。"),
    _("已有办理结果或已经结束的诉求不能撤回；对结果不满意，请评价说明。"),
    _("请写明撤回的原因，例如：问题已经解决。"),
    _("这件诉求现在不能申请重新办理。"),
    _("请写明为什么需要重新办理。"),
    _("已经申请过重新办理，请等待热线答复；有新的情况请拨打 12345。"),
)
