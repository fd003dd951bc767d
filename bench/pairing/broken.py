"""Builds that are broken on purpose, to see that the harness finds them out. Never in the program.

- `after_commit`: a message is noted as taken first, and what it does follows after the commit;
- `no_key`: the receiver does not know a message again by its key.
"""

# ruff: noqa: PLC0415 - everything else needs Django set up
from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat
from typing import Any
from uuid import uuid4

from django.db import transaction

# As long as a mail or a call to another system takes; the first of a process takes longer, so that
# who strikes on seeing one begun strikes in time also on a busy machine.
EFFECT_TAKES = 0.5
FIRST_TAKES = 5.0


def apply() -> None:
    """Break this process as PAIR_BROKEN says; and have everyone wait less than in an office."""
    from hotline.channels.exchange import line
    from hotline.steps.roads import settle

    line.SECONDS = 10
    settle.HELD_FOR = timedelta(seconds=15)
    wanted = os.environ.get("PAIR_BROKEN", "")
    if wanted:
        {"after_commit": _after_commit, "no_key": _no_key}[wanted]()


def _after_commit() -> None:
    waits = chain((FIRST_TAKES,), repeat(EFFECT_TAKES))

    from hotline.steps.roads import hear as module
    from hotline.steps.storing.book import Writing, book

    def taken(road: Any, raw: bytes, incoming: Any, at: Any) -> Any:
        row = module._row(road, raw, incoming.key, at, incoming)
        row.state = module.TAKEN
        book().write(Writing(rows=[row]))

        def effect() -> None:
            time.sleep(next(waits))
            module.effect_of(road, incoming.kind)(road, incoming, raw, at)

        transaction.on_commit(effect)
        return row

    module._taken = taken


def _no_key() -> None:
    from hotline.channels.exchange import receiving
    from hotline.steps.roads import rounds

    read = receiving.read

    def forgetful(road: Any, raw: bytes) -> Any:
        incoming = read(road, raw)
        arrival = incoming.arrival
        if arrival is not None:
            arrival = replace(arrival, key=uuid4().hex)
        return replace(incoming, key=uuid4().hex, arrival=arrival)

    receiving.read = forgetful
    rounds._is_known = lambda road, about: False
