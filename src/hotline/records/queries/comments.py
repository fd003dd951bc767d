"""The comments on a case, as far as a person may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.records.models import Case, Comment, CommentText, Staff


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with all its texts, the oldest first."""

    comment: Comment
    texts: Sequence[CommentText]

    @property
    def now(self) -> CommentText:
        """What it says since it was last changed."""
        return self.texts[-1]

    @property
    def before(self) -> Sequence[CommentText]:
        """What it said before."""
        return self.texts[:-1]


def comments_on(case: Case, staff: Staff) -> list[Said]:
    """The comments on a case that `staff` may see, the oldest first, in one query."""
    found = CommentText.objects.filter(case=case)
    if not staff.may("see_all_cases"):
        found = found.filter(comment__for_units=True)
    texts: dict[object, list[CommentText]] = {}
    along = ("comment", "comment__by", "comment__by__department")
    for row in found.select_related(*along).order_by("comment__at", "comment", "number"):
        texts.setdefault(row.comment_id, []).append(row)
    return [Said(rows[-1].comment, rows) for rows in texts.values()]


def own_comment(case: Case, staff: Staff, identity: object) -> Comment:
    """A comment that the person made on this case; raises Comment.DoesNotExist."""
    return Comment.objects.get(pk=identity, case=case, by=staff)
