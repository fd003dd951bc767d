"""Rewrite a comment: its author says it better; what it said before is kept (修改留言)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.models import Comment, CommentText, Staff
from hotline.records.queries.mentionable import Called, mentionable
from hotline.rules.mentioning import mentions_in
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book
from hotline.steps.talking.comment import called_in, notices_of, text_of, told_at_once


def rewrite_comment(said: Comment, *, text: str, by: Staff, at: datetime) -> CommentText:
    """Add a new text; only who was not called before is told. Who sees it stays as it was."""
    need_own(said, by)
    texts = list(CommentText.objects.filter(comment=said).order_by("number"))
    if text.strip() == texts[-1].text:
        return texts[-1]
    called = called_in(said.case, text, for_units=said.for_units, by=by)
    words = text_of(said, text, called, number=texts[-1].number + 1, at=at)
    told = _called_before(said, texts) if called else []
    notices = notices_of(said, called, by=by, at=at, told=told)
    book().write(Writing(rows=[words, *notices], words=told_at_once(notices)))
    return words


def need_own(said: Comment, by: Staff) -> None:
    """Refuse whoever is not the author, and what was withdrawn."""
    if said.by_id != by.pk:
        raise Refused("text", "只有写留言的本人可以修改或撤回。")
    if said.withdrawn_at is not None:
        raise Refused("text", "这条留言已经撤回，请另写一条。")


def _called_before(said: Comment, texts: Sequence[CommentText]) -> list[Called]:
    """Whom the earlier texts called, as far as they can still be called."""
    everybody = mentionable(said.case)
    names = [name for row in texts for name in mentions_in(row.text, everybody).names]
    return [everybody[name] for name in dict.fromkeys(names)]
