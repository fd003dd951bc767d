"""The order of the action panels: what takes a case on, and the headings of the rest."""

from __future__ import annotations

from hotline.rules.life import Status

S = Status
# The awaited verb and its companions; the first that is the person's own stands open.
FIRST: dict[Status, tuple[str, ...]] = {
    S.REGISTERED: ("accept", "answer", "classify"),
    S.AWAITING_DISPATCH: ("dispatch", "answer", "classify"),
    S.AWAITING_SIGNATURE: ("sign", "report_back", "request_return"),
    S.IN_HANDLING: (
        *("reply", "grant_extension", "refuse_extension", "report_back"),
        *("contact", "ask_more", "pass_down"),
    ),
    S.AWAITING_CITIZEN: (
        *("resume", "grant_extension", "refuse_extension", "report_back", "contact"),
    ),
    S.RETURN_REQUESTED: ("agree_return", "refuse_return", "refer"),
    S.AWAITING_RULING: ("rule", "escalate"),
    S.AWAITING_APPROVAL: ("approve", "hold_back"),
    S.AWAITING_REVIEW: ("review", "send_back"),
    S.AWAITING_CALLBACK: ("call_back",),
    S.CALLED_BACK: ("close", "handle_again", "explain"),
    S.SHELVED: ("take_up",),
    S.JOINED: ("part",),
    S.WITHDRAWN: (),
    S.CLOSED: ("archive", "reopen"),
    S.ARCHIVED: (),
}
GROUPS: dict[str, tuple[str, ...]] = {
    "分流": (
        *("classify", "accept", "dispatch", "answer", "transfer", "direct"),
        *("tell_progress", "decline"),
    ),
    "办理": (
        *("sign", "contact", "ask_more", "resume", "pass_down", "report_back", "reply"),
        *("approve", "hold_back", "review", "send_back", "call_back"),
        *("handle_again", "explain", "close", "reopen", "archive"),
    ),
    "职责": (
        *("request_return", "agree_return", "refuse_return", "refer"),
        *("dispute", "escalate", "rule", "recall"),
    ),
    "时限": ("request_extension", "grant_extension", "refuse_extension", "shelve", "take_up"),
    "督办与会商": (
        *("urge", "supervise", "raise_supervision", "end_supervision", "confer", "instruct"),
    ),
    "来文与回传": ("take_message", "write_back", "amend"),
    "其他": (
        *("join", "part", "split", "share_answer", "withdraw"),
        *("mark_confidential", "lift_confidential", "step_aside"),
    ),
}
# What takes something away from a unit or from the citizen, and so looks different.
AGAINST = frozenset(
    {
        *("decline", "recall", "request_return", "refuse_return", "refuse_extension"),
        *("send_back", "hold_back", "handle_again", "reopen", "withdraw", "part"),
        *("lift_confidential", "step_aside", "dispute"),
    }
)
ICONS = {
    "classify": "category",
    "answer": "message-circle",
    "transfer": "phone",
    "direct": "book",
    "tell_progress": "message",
    "decline": "ban",
    "accept": "check",
    "dispatch": "send",
    "sign": "clipboard-check",
    "contact": "phone-call",
    "ask_more": "player-pause",
    "resume": "player-play",
    "pass_down": "hierarchy",
    "report_back": "file-text",
    "request_extension": "clock",
    "grant_extension": "check",
    "refuse_extension": "x",
    "reply": "file-text",
    "approve": "check",
    "hold_back": "arrow-back-up",
    "recall": "arrow-back-up",
    "request_return": "arrow-back-up",
    "agree_return": "check",
    "refuse_return": "x",
    "refer": "scale",
    "dispute": "scale",
    "escalate": "chevron-up",
    "rule": "gavel",
    "review": "checks",
    "send_back": "arrow-back-up",
    "call_back": "phone-call",
    "handle_again": "refresh",
    "explain": "notes",
    "close": "circle-check",
    "reopen": "lock-open",
    "archive": "archive",
    "amend": "edit",
    "take_message": "inbox",
    "write_back": "send",
    "shelve": "inbox",
    "take_up": "player-play",
    "join": "arrows-join",
    "part": "route",
    "split": "hierarchy",
    "share_answer": "share",
    "withdraw": "trash",
    "urge": "bell",
    "supervise": "flag",
    "raise_supervision": "chevron-up",
    "end_supervision": "circle-check",
    "confer": "users",
    "instruct": "pencil",
    "mark_confidential": "lock",
    "lift_confidential": "lock-open",
    "step_aside": "eye-off",
}
