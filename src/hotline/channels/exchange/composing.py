"""What a row that is owed says to the other side: a line of the exchange."""

from __future__ import annotations

import json
from typing import Any

from hotline.channels.exchange.messages import NAME_LIMIT, VERSION
from hotline.channels.shape import NotYetReady
from hotline.records.models import Assignment, Attachment, Citizen, Delivery, JournalEntry
from hotline.records.queries.reference import with_words
from hotline.records.sealing import unseal
from hotline.rules.attachments import SERVED, FileState
from hotline.rules.life import MOVES, Ending
from hotline.rules.roads import KINDS
from hotline.rules.workdays import CHINA
from hotline.steps.explain import GROUNDS
from hotline.steps.roads.rounds import known_round

SCANNED_SOON = "附件正在查毒，通过后发送。"
REASON_LIMIT = 500
MOST_FILES = 20
# What a matter was ended with, where nobody handled it: whether that solves it.
SOLVED_BY = {"answer": True, "transfer": True, "direct": False, "tell_progress": True}


def compose(row: Delivery) -> bytes:
    """The message, as one line; raises NotYetReady while a file of it is being scanned."""
    down = row.assignment is not None
    files = _files(row)
    message = {
        "version": VERSION,
        "key": str(row.pk),
        "kind": row.kind,
        "matter": row.case.number if down else _matter_above(row),
        "round": _round_below(row) if down else known_round(row.case, row.road, row.made_at),
        "sent_at": row.made_at.astimezone(CHINA).isoformat(),
        "body": _body(row),
        **({"files": files} if files else {}),
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def files_of(row: Delivery) -> list[Attachment]:
    """The files that go with a message: of a new matter its material, of a result its evidence."""
    belongs = {"new": ("arrival", "other"), "result": ("reply",)}.get(row.kind)
    if belongs is None:
        return []
    found = Attachment.objects.filter(case=row.case, removed_at=None, belongs_to__in=belongs)
    rows = [each for each in found.order_by("added_at", "pk") if each.state != FileState.REFUSED]
    if any(each.state not in SERVED for each in rows):
        raise NotYetReady(SCANNED_SOON)
    return rows[:MOST_FILES]


def _files(row: Delivery) -> list[dict[str, Any]]:
    return [
        {"name": each.name[:NAME_LIMIT], "sm3": bytes(each.digest).hex(), "size": each.size}
        for each in files_of(row)
    ]


def _matter_above(row: Delivery) -> str:
    return row.contact.external_number if row.contact is not None else ""


def _round_below(row: Delivery) -> int:
    """How many shares of the case went down this road, up to this one."""
    given = Assignment.objects.filter(case=row.case_id, department__road=row.road_id)
    return given.filter(pk__lte=row.assignment_id).count()


def _body(row: Delivery) -> dict[str, Any]:
    if row.kind in ("new", "correct"):
        return _matter(row)
    if row.kind == "result":
        return _outcome(row)
    if row.kind == "refused":
        return {"text": _words(row), "reason": "not_our_duty"}
    return {"text": _words(row)}


def _matter(row: Delivery) -> dict[str, Any]:
    case, share = with_words(row.case), row.assignment
    due = share.due_at if share is not None else None
    return {
        "title": case.title,
        "text": case.text,
        "place": case.place,
        "kind": case.kind.name if case.kind is not None else "",
        "topic": case.topic.name if case.topic is not None else "",
        "urgency": case.urgency,
        "confidential": case.confidential,
        "arrived_at": case.registered_at.astimezone(CHINA).isoformat(),
        "due_at": due.astimezone(CHINA).isoformat() if due is not None else None,
        "note": share.note if share is not None else "",
        "revision": row.journal_seq,
        "sender": _sender(case.citizen) if not case.confidential else {},
    }


def _sender(citizen: Citizen | None) -> dict[str, str]:
    """Who asks: inside the signed body only, and only for a matter that is not confidential."""
    if citizen is None:
        return {}
    return {
        "name": unseal("citizen", "name", citizen.pk, citizen.name_sealed),
        "phone": unseal("citizen", "phone", citizen.pk, citizen.phone_sealed),
        "form_of_address": citizen.form_of_address,
    }


def _entry(row: Delivery) -> JournalEntry | None:
    return JournalEntry.objects.filter(case=row.case_id, seq=row.journal_seq).first()


def _words(row: Delivery) -> str:
    """What was said; of a move that says nothing to others, its name."""
    if row.note or row.kind == "received":
        return row.note
    entry = _entry(row)
    if entry is None:
        return KINDS[row.kind]
    own = row.kind in ("refused", "withdrawn", "recall", "urge", "send_back", "answer")
    return (entry.note if own else "") or MOVES[entry.verb].name


def _outcome(row: Delivery) -> dict[str, Any]:
    """The unit's reply where one handled it, else what the citizen was told."""
    entry = _entry(row)
    verb = entry.verb if entry is not None else ""
    told = row.note or (entry.note if entry is not None else "")
    share = _replied(row) if verb in ("close", "explain", "write_back") else None
    if share is None:
        solved = SOLVED_BY.get(verb, True)
        why = "" if solved else MOVES[verb].name
        facts: dict[str, Any] = {"solved": solved, "reason_unsolved": why}
        said = told or row.case.answer or KINDS["result"]
        return {"handling": said, "answer": said, "closed_as": row.case.closed_as, **facts}
    answer = told if verb in ("explain", "write_back") and told else share.answer
    unsolved = verb == "explain" or not share.solved
    ground = entry.details.get("ground", "") if entry is not None else ""
    why = share.reason_unsolved or GROUNDS.get(ground, "") or "解释办结"
    contacted = share.contacted_at
    return {
        "handling": share.handling,
        "answer": answer,
        "solved": not unsolved,
        "is_true": share.is_true,
        "beyond_remit": bool(share.beyond_remit),
        "contacted_at": contacted.astimezone(CHINA).isoformat() if contacted else None,
        "reason_unsolved": why[:REASON_LIMIT] if unsolved else "",
        "closed_as": row.case.closed_as or Ending.HANDLED.value,
    }


def _replied(row: Delivery) -> Assignment | None:
    """The newest reply of a leading unit."""
    shares = Assignment.objects.filter(case=row.case_id, part="lead", replied_at__isnull=False)
    return shares.order_by("-pk").first()
