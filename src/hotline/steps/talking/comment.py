"""Comment: say something about a case to the office, or to its units too (留言)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from hotline.records.identity import new_id
from hotline.records.models import Case, Comment, CommentText, Notice, Staff
from hotline.records.queries.access import sees
from hotline.records.queries.mentionable import Called, allowed, mentionable
from hotline.records.queries.notices import audience_of
from hotline.rules.hearing import Word
from hotline.rules.mentioning import mentions_in
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

LONGEST = 1000
MOST_CALLED = 20


def comment(
    case: Case, *, text: str, for_units: bool = False, by: Staff, at: datetime
) -> CommentText:
    """Keep a comment and tell whom it mentions; a unit always speaks to the office and all units.

    Raises Refused where the words or somebody who is mentioned will not do.
    """
    for_units = for_units or not by.may("see_all_cases")
    called = called_in(case, text, for_units=for_units, by=by)
    said = Comment(id=new_id(), case=case, by=by, at=at, for_units=for_units)
    words = text_of(said, text, called, number=1, at=at)
    notices = notices_of(said, called, by=by, at=at)
    book().write(Writing(rows=[said, words, *notices], words=told_at_once(notices)))
    return words


def called_in(case: Case, text: str, *, for_units: bool, by: Staff) -> list[Called]:
    """Whom a text mentions; refuses an empty or overlong one, and whom it may not call."""
    if not sees(by, case):
        raise Refused("text", "您看不到这件工单，不能留言。")
    if not text.strip():
        raise Refused("text", "请写留言的内容。")
    if len(text) > LONGEST:
        raise Refused("text", f"留言最多 {LONGEST} 字，请分几条写。")
    if "@" not in text and "＠" not in text:
        return []
    everybody = mentionable(case)
    found = mentions_in(text, everybody)
    if found.unknown:
        raise Refused(
            "text",
            f"“{found.unknown[0]}”不是能看到这件工单的人、单位或岗位，不能提及；"
            "请在输入 @ 后从列表中选择。",
        )
    if len(found.names) > MOST_CALLED:
        raise Refused("text", f"一条留言最多提及 {MOST_CALLED} 个人、单位或岗位。")
    may = allowed(everybody, for_units=for_units)
    for name in found.names:
        if name not in may:
            raise Refused(
                "text",
                f"“{name}”看不到仅热线办公室可见的留言；请勾选“单位也能看到”，或不提及。",
            )
    return [may[name] for name in found.names]


def text_of(
    said: Comment, text: str, called: Iterable[Called], *, number: int, at: datetime
) -> CommentText:
    """The row of one text, with whom it mentions."""
    pks: dict[str, list[int]] = {"person": [], "unit": [], "role": []}
    for row in called:
        pks[row.kind].append(row.pk)
    return CommentText(
        id=new_id(),
        case_id=said.case_id,
        comment=said,
        number=number,
        at=at,
        text=text.strip(),
        people=pks["person"],
        units=pks["unit"],
        roles=pks["role"],
    )


def notices_of(
    said: Comment,
    called: Sequence[Called],
    *,
    by: Staff,
    at: datetime,
    told: Iterable[Called] = (),
) -> list[Notice]:
    """One notice for each person and each unit that is called, but not for the author, nor for
    whom an earlier text already called (`told`)."""
    before = {_key(row) for row in told}
    fresh = [row for row in called if _key(row) not in before]
    known = {person.pk for row in told for person in row.people} | {by.pk}
    people = {person.pk: person for row in fresh for person in row.people}
    units = [row.pk for row in fresh if row.kind == "unit"]
    return [
        *(_notice(said, at, staff=row) for pk, row in people.items() if pk not in known),
        *(_notice(said, at, department_id=pk) for pk in units),
    ]


def told_at_once(notices: Iterable[Notice]) -> list[Word]:
    """What the open pages of those who are called hear."""
    return [(audience_of(row), "notice", {"notice": str(row.pk)}) for row in notices]


def _key(row: Called) -> tuple[str, int]:
    return row.kind, row.pk


def _notice(said: Comment, at: datetime, **whom: object) -> Notice:
    row: UUID = new_id()
    return Notice(
        id=row, comment=said, case_id=said.case_id, act="mention", due_at=at, at=at, **whom
    )
