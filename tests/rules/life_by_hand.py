"""The table of moves and the roles of 四平, written out by hand and not derived from anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SIPING = Path(__file__).resolve().parents[2] / "cities" / "siping"

STATUSES = (
    "registered",
    "awaiting_dispatch",
    "awaiting_signature",
    "in_handling",
    "awaiting_citizen",
    "return_requested",
    "awaiting_ruling",
    "awaiting_approval",
    "awaiting_review",
    "awaiting_callback",
    "called_back",
    "shelved",
    "joined",
    "withdrawn",
    "closed",
    "archived",
)


@dataclass(frozen=True)
class Row:
    """Where a verb may be done, where it leads (nowhere else), by which shares, by what permit."""

    sources: str
    targets: str = ""
    parts: str = ""
    permit: str = ""


SORTING = "registered awaiting_dispatch"
EVERY_OPEN = (
    "registered awaiting_dispatch awaiting_signature in_handling awaiting_citizen "
    "return_requested awaiting_ruling awaiting_approval awaiting_review awaiting_callback "
    "called_back shelved joined"
)
TAKEN_ON = (
    "awaiting_dispatch awaiting_signature in_handling awaiting_citizen return_requested "
    "awaiting_ruling awaiting_approval awaiting_review awaiting_callback called_back shelved"
)
AT_THE_UNIT = (
    "awaiting_signature in_handling awaiting_citizen return_requested awaiting_ruling "
    "awaiting_approval"
)
ANYWHERE = " ".join(STATUSES)

TABLE: dict[str, Row] = {
    "register": Row("", "registered"),
    "classify": Row(EVERY_OPEN),
    "answer": Row(SORTING, "closed"),
    "transfer": Row(SORTING, "closed"),
    "direct": Row(SORTING, "closed"),
    "tell_progress": Row(SORTING, "closed"),
    "decline": Row(SORTING, "closed"),
    "accept": Row("registered", "awaiting_dispatch"),
    "dispatch": Row("awaiting_dispatch", "awaiting_signature"),
    "sign": Row("awaiting_signature", "in_handling", "lead"),
    "contact": Row("in_handling awaiting_citizen", "", "lead"),
    "ask_more": Row("in_handling", "awaiting_citizen", "lead"),
    "resume": Row("awaiting_citizen", "in_handling", "lead"),
    "pass_down": Row("in_handling", "", "lead below"),
    "report_back": Row("awaiting_signature in_handling awaiting_citizen", "", "assisting below"),
    "request_extension": Row("in_handling", "", "lead"),
    "grant_extension": Row("in_handling awaiting_citizen"),
    "refuse_extension": Row("in_handling awaiting_citizen"),
    "reply": Row("in_handling", "awaiting_review awaiting_approval", "lead"),
    "approve": Row("awaiting_approval", "awaiting_review", "lead"),
    "hold_back": Row("awaiting_approval", "in_handling", "lead"),
    "recall": Row(AT_THE_UNIT + " awaiting_review", "awaiting_dispatch"),
    "request_return": Row("awaiting_signature in_handling", "return_requested", "lead"),
    "agree_return": Row("return_requested", "awaiting_dispatch"),
    "refuse_return": Row("return_requested", "in_handling"),
    "refer": Row("return_requested", "awaiting_ruling"),
    "dispute": Row("in_handling", "awaiting_ruling", "lead"),
    "escalate": Row("awaiting_ruling"),
    "rule": Row("awaiting_ruling", "awaiting_signature in_handling"),
    "review": Row("awaiting_review", "awaiting_callback"),
    "send_back": Row("awaiting_review", "in_handling"),
    "call_back": Row("awaiting_callback", "called_back"),
    "try_call_back": Row("awaiting_callback", permit="call_back"),
    "handle_again": Row("called_back", "awaiting_dispatch"),
    "explain": Row("called_back", "closed"),
    "close": Row("called_back", "closed"),
    "reopen": Row("closed", "awaiting_dispatch registered"),
    "archive": Row("closed", "archived"),
    "amend": Row(ANYWHERE, permit="register"),
    "take_message": Row(ANYWHERE, permit="register"),
    "write_back": Row(ANYWHERE.replace("registered ", "", 1)),
    "shelve": Row("in_handling awaiting_review called_back", "shelved"),
    "take_up": Row("shelved", "in_handling awaiting_dispatch"),
    "join": Row("registered awaiting_dispatch awaiting_signature in_handling", "joined"),
    "part": Row("joined", "awaiting_dispatch", permit="join"),
    "split": Row("registered awaiting_dispatch", permit="join"),
    "share_answer": Row("joined", "awaiting_callback", permit="review"),
    "withdraw": Row(EVERY_OPEN, "withdrawn"),
    "urge": Row(AT_THE_UNIT),
    "supervise": Row(TAKEN_ON),
    "raise_supervision": Row(TAKEN_ON, permit="supervise"),
    "end_supervision": Row(
        TAKEN_ON + " joined withdrawn closed archived",
        permit="supervise",
    ),
    "confer": Row(TAKEN_ON),
    "instruct": Row(EVERY_OPEN),
    "mark_confidential": Row(ANYWHERE),
    "lift_confidential": Row(ANYWHERE, permit="mark_confidential"),
    "step_aside": Row(EVERY_OPEN),
}

OPEN_FROM: dict[str, str] = {
    "registered": (
        "classify answer transfer direct tell_progress decline accept amend take_message join "
        "split withdraw instruct mark_confidential lift_confidential step_aside"
    ),
    "awaiting_dispatch": (
        "classify answer transfer direct tell_progress decline dispatch amend take_message "
        "write_back join split withdraw supervise raise_supervision end_supervision confer "
        "instruct mark_confidential lift_confidential step_aside"
    ),
    "awaiting_signature": (
        "classify sign report_back recall request_return amend take_message write_back join "
        "withdraw urge supervise raise_supervision end_supervision confer instruct "
        "mark_confidential lift_confidential step_aside"
    ),
    "in_handling": (
        "classify contact ask_more pass_down report_back request_extension grant_extension "
        "refuse_extension reply recall request_return dispute amend take_message write_back "
        "shelve join withdraw urge supervise raise_supervision end_supervision confer instruct "
        "mark_confidential lift_confidential step_aside"
    ),
    "awaiting_citizen": (
        "classify contact resume report_back grant_extension refuse_extension recall amend "
        "take_message write_back withdraw urge supervise raise_supervision end_supervision "
        "confer instruct mark_confidential lift_confidential step_aside"
    ),
    "return_requested": (
        "classify recall agree_return refuse_return refer amend take_message write_back "
        "withdraw urge supervise raise_supervision end_supervision confer instruct "
        "mark_confidential lift_confidential step_aside"
    ),
    "awaiting_ruling": (
        "classify recall escalate rule amend take_message write_back withdraw urge supervise "
        "raise_supervision end_supervision confer instruct mark_confidential lift_confidential "
        "step_aside"
    ),
    "awaiting_approval": (
        "classify approve hold_back recall amend take_message write_back withdraw urge "
        "supervise raise_supervision end_supervision confer instruct mark_confidential "
        "lift_confidential step_aside"
    ),
    "awaiting_review": (
        "classify recall review send_back amend take_message write_back shelve withdraw "
        "supervise raise_supervision end_supervision confer instruct mark_confidential "
        "lift_confidential step_aside"
    ),
    "awaiting_callback": (
        "classify call_back try_call_back amend take_message write_back withdraw supervise "
        "raise_supervision end_supervision confer instruct mark_confidential lift_confidential "
        "step_aside"
    ),
    "called_back": (
        "classify handle_again explain close amend take_message write_back shelve withdraw "
        "supervise raise_supervision end_supervision confer instruct mark_confidential "
        "lift_confidential step_aside"
    ),
    "shelved": (
        "classify amend take_message write_back take_up withdraw supervise raise_supervision "
        "end_supervision confer instruct mark_confidential lift_confidential step_aside"
    ),
    "joined": (
        "classify amend take_message write_back part share_answer withdraw end_supervision "
        "instruct mark_confidential lift_confidential step_aside"
    ),
    "withdrawn": (
        "amend take_message write_back end_supervision mark_confidential lift_confidential"
    ),
    "closed": (
        "reopen archive amend take_message write_back end_supervision mark_confidential "
        "lift_confidential"
    ),
    "archived": "amend take_message write_back end_supervision mark_confidential lift_confidential",
}

# Which moves each role of 四平 may make, where the table opens them.
TAKES_CALLS = (
    "register classify answer transfer direct tell_progress decline accept amend take_message"
)
ROLES: dict[str, str] = {
    "call_taker": (
        f"{TAKES_CALLS} join part split withdraw mark_confidential lift_confidential step_aside"
    ),
    "dispatcher": (
        f"{TAKES_CALLS} dispatch recall agree_return refuse_return refer grant_extension "
        "refuse_extension write_back join part split withdraw shelve take_up mark_confidential "
        "lift_confidential step_aside"
    ),
    "reviewer": (
        "review share_answer send_back classify shelve take_up mark_confidential "
        "lift_confidential step_aside"
    ),
    "callback_agent": (
        "call_back try_call_back handle_again explain close reopen withdraw shelve step_aside"
    ),
    "supervisor": (
        "urge supervise raise_supervision end_supervision confer rule escalate recall reopen "
        "archive mark_confidential lift_confidential step_aside"
    ),
    "unit_clerk": (
        "sign contact ask_more resume pass_down report_back request_extension reply "
        "request_return dispute"
    ),
    "unit_leader": (
        "sign contact ask_more resume pass_down report_back request_extension reply approve "
        "hold_back request_return dispute"
    ),
    "bulletin_editor": "",
    "office_leader": "instruct rule escalate confer step_aside",
    "system_admin": "",
    "security_admin": "",
    "audit_admin": "",
}
