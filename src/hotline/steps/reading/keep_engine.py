"""Keep an engine: what the office lets it do (设置文本引擎).

Every change is an entry of its journal, with what was set before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hotline.records.models import EngineEntry, EngineSetting, Staff
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.reference import forget
from hotline.steps.moving import permit
from hotline.steps.storing.book import Writing, book, together


def keep_engine(
    engine: str,
    *,
    is_on: bool,
    options: Mapping[str, Any],
    by: Staff | None,
    at: datetime,
) -> EngineSetting:
    """Set one engine; what is already so changes nothing and is no entry."""
    permit(by, "manage_engines")
    with together():
        setting = setting_of(engine)
        before = {"is_on": setting.is_on, **setting.options}
        after = {"is_on": is_on, **options}
        if before == after:
            return setting
        setting.is_on, setting.options = is_on, dict(options)
        setting.save()
        entry = EngineEntry(engine=engine, verb="set", before=before, after=after, by=by, at=at)
        book().write(Writing(rows=[entry]))
    forget()
    return setting
