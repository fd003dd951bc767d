"""The words of the invented city: its hours, rules, roles, topics and one request."""

from __future__ import annotations

HOURS = [["08:30", "11:30"], ["13:30", "17:00"]]
RULES = {
    "callback_tries": 2,
    "rework_times": 2,
    "extension_times": 1,
    "extension_amount": 10,
    "extension_unit": "working_days",
    "return_times": 2,
    "return_amount": 2,
    "return_unit": "working_days",
    "pause_times": 1,
    "pause_amount": 10,
    "pause_unit": "working_days",
    "reopen_amount": 30,
    "reopen_unit": "days",
    "supervision_amount": 3,
    "supervision_unit": "working_days",
}
SORTING = ["answer", "transfer", "direct", "tell_progress", "decline", "accept"]
WORKING = [
    *("sign", "contact", "ask_more", "resume", "pass_down", "report_back", "reply"),
    *("request_extension", "request_return", "dispute", "attach", "see_unit_cases"),
]
ROLES: dict[str, tuple[str, list[str]]] = {
    "call_taker": (
        "话务员",
        [
            *("receive", "register", "classify", *SORTING, "join", "withdraw"),
            *("mark_confidential", "step_aside", "attach", "see_all_cases"),
        ],
    ),
    "dispatcher": (
        "派单员",
        [
            *("classify", *SORTING, "dispatch", "recall", "agree_return", "refuse_return"),
            *("refer", "grant_extension", "refuse_extension", "join", "withdraw", "shelve"),
            *("take_up", "mark_confidential", "step_aside", "switch_campaign"),
            *("see_all_cases", "see_confidential", "write_back", "keep_places", "manage_issues"),
        ],
    ),
    "reviewer": (
        "审核员",
        [
            *("review", "send_back", "classify", "shelve", "take_up", "attach", "detach"),
            "see_all_cases",
        ],
    ),
    "callback_agent": (
        "回访员",
        [
            *("call_back", "try_call_back", "close", "handle_again", "explain", "reopen"),
            *("reveal", "see_all_cases"),
        ],
    ),
    "unit_clerk": ("承办单位经办人", [*WORKING, "reveal"]),
    "unit_leader": ("承办单位负责人", [*WORKING, "approve", "hold_back"]),
    "supervisor": (
        "督办员",
        [
            *("urge", "supervise", "confer", "rule", "escalate", "recall", "reopen", "archive"),
            *("step_aside", "see_all_cases", "see_figures", "see_journal"),
            *("see_calls", "hear_recordings", "call_missed", "manage_issues"),
        ],
    ),
    "office_leader": ("办公室领导", ["instruct", "rule", "confer", "see_all_cases"]),
    "system_admin": ("系统管理员", ["manage_roads", "manage_engines", "retry_quarantine"]),
    "security_admin": ("安全管理员", ["manage_staff"]),
    "audit_admin": ("审计管理员", ["see_journal"]),
}
TREE = [
    ("01", "城乡建设", "", []),
    ("0102", "城市建设和市政管理", "01", []),
    ("010214", "环境卫生", "0102", ["垃圾", "清运"]),
    ("010216", "自来水供应", "0102", ["停水", "水压"]),
    ("02", "交通运输", "", []),
    ("0201", "公共交通", "02", ["公交车"]),
    ("0102x", "其他", "0102", []),
    ("0201x", "其他", "02", []),
]
TEXT = "小区门口的垃圾堆了三天没有人清运，气味很大，请尽快处理。"
