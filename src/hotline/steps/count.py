"""Count: freeze a period's figures with their definitions, the moment, and a digest (统计).

What is frozen never changes: later moves of cases, topics or units do not touch it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hotline.records.identity import new_id
from hotline.records.models import Figures, Staff
from hotline.records.queries.figures import EditionFigures
from hotline.records.queries.frozen import words_of
from hotline.records.sealing import digest
from hotline.rules.counting import as_data
from hotline.steps.moving import permit
from hotline.steps.storing.book import Writing, book


def count(month: EditionFigures, *, by: Staff | None, at: datetime) -> Figures:
    """Store every figure as measured, with the form's definitions and the words of the day."""
    permit(by, "count")
    values = [as_data(figure) for figure in month.measured.figures.values()]
    words = words_of(month)
    frozen = Figures(
        id=new_id(),
        form=month.form_row,
        starts_on=month.period.starts_on,
        ends_on=month.period.ends_on,
        as_of=month.as_of,
        counted_at=at,
        counted_by=by,
        definitions=month.form_row.body,
        words=words,
        values=values,
        digest=figures_digest(values, month.form_row.body, month.as_of, words),
    )
    book().write(Writing(rows=[frozen]))
    return frozen


def figures_digest(
    values: list[dict[str, Any]], definitions: Any, as_of: datetime, words: Any = None
) -> str:
    """SM3 over the canonical JSON of values, definitions, moment and words; 64 hexadecimal digits.

    The moment is taken in UTC, as it comes back from the database, so that anyone can check.
    """
    moment = as_of.astimezone(UTC).isoformat()
    whole = {"values": values, "definitions": definitions, "as_of": moment, "words": words}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(text.encode()).hex()
