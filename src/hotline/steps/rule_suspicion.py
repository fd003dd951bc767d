"""Rule on a suspicion (疑点认定): a supervisor looked, and says what they hold of it and why."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Staff, Suspicion, SuspicionPiece, SuspicionRuling
from hotline.rules.suspicion import VERDICTS
from hotline.steps.find_suspicions import PERMIT
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

NOTE_LENGTH = 2000


def rule_suspicion(
    suspicion: Suspicion, *, verdict: str, note: str, by: Staff, at: datetime
) -> SuspicionRuling:
    """Keep the verdict beside all earlier ones; with how much evidence it was given."""
    permit(by, PERMIT)
    if verdict not in VERDICTS:
        raise Refused("verdict", f"请选择认定结果：{'、'.join(VERDICTS.values())}。")
    if not note.strip():
        raise Refused("note", "请写明核实的情况和理由。")
    if len(note.strip()) > NOTE_LENGTH:
        raise Refused("note", f"核实情况超过 {NOTE_LENGTH} 个字，请缩短。")
    row = SuspicionRuling(
        id=new_id(),
        suspicion=suspicion,
        verdict=verdict,
        note=note.strip(),
        at=at,
        by=by,
        pieces=SuspicionPiece.objects.filter(suspicion=suspicion).count(),
    )
    book().write(Writing(rows=[row], changes=[(suspicion, {"standing": verdict})]))
    return row
