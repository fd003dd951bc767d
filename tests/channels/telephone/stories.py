"""What each transcript is to tell, whichever exchange played it."""

from __future__ import annotations

CALLER, OTHER = "15400000001", "15400000002"
# kind, agent, third, who ended it; `(other)` marks the second call of a transcript.
START = ("queued", "offered 1001", "answered 1001")
STORIES: dict[str, tuple[str, ...]] = {
    "answered": (*START, "recorded", "ended caller"),
    "agent_hangs_up": (*START, "ended agent"),
    "abandoned": ("queued", "offered 1001", "abandoned"),
    "gives_up_in_queue": ("queued", "abandoned"),
    "ring_no_answer": (
        "queued",
        "offered 1001",
        "missed 1001",
        "offered 1002",
        "answered 1002",
        "ended caller",
    ),
    "hold": (*START, "held", "resumed", "held", "resumed", "ended caller"),
    "blind_transfer": (*START, "transferred 110"),
    "attended_transfer": (*START, "held", "transferred 1005"),
    "three_way": (*START, "third_joined 110", "third_left", "ended caller"),
    "silent": (*START, "ended caller"),
    "two_at_once": (
        "queued",
        "offered 1001",
        "queued (other)",
        "answered 1001",
        "offered 1002 (other)",
        "answered 1002 (other)",
        "held",
        "ended caller (other)",
        "resumed",
        "ended caller",
    ),
    "reconnect": (*START, "held", "resumed", "ended caller"),
    "ended_in_gap": (*START, "ended"),
    "began_in_gap": (
        "queued (other)",
        *START,
        "offered 1002 (other)",
        "answered 1002 (other)",
        "ended caller (other)",
        "ended caller",
    ),
    "member": ("1001 break", "1001 free", "1001 signed_off"),
}
