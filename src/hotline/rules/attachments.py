"""Attachments in words: how a file stands, what it belongs to, and who may have it."""

from __future__ import annotations

from enum import StrEnum


class FileState(StrEnum):
    """How a kept file stands towards the scanner."""

    HELD = "held"
    CLEAN = "clean"
    UNSCANNED = "unscanned"
    REFUSED = "refused"


STATE_NAMES: dict[str, str] = {
    FileState.HELD: "查毒中",
    FileState.CLEAN: "已查毒",
    FileState.UNSCANNED: "未查毒",
    FileState.REFUSED: "有病毒，已删除",
}
# Held, not passed: a file whose scan is still to come is given to nobody.
SERVED = frozenset({FileState.CLEAN, FileState.UNSCANNED})
WHY_NOT: dict[str, str] = {
    FileState.HELD: "附件正在查毒，通过后才能下载；请稍后再试。",
    FileState.REFUSED: "附件查出病毒，已经删除，不能下载。",
}

BELONGS: dict[str, str] = {
    "arrival": "来件材料",
    "reply": "办理佐证",
    "return": "退单依据",
    "callback": "回访材料",
    "other": "其他",
}
