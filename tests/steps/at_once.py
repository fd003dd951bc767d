"""Two people at the same moment: two threads, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from threading import Barrier, Thread
from typing import Any

from django.db import connection

LONGEST_WAIT = 10


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at one moment; what each gave back, or the exception that it raised."""
    together = Barrier(len(acts), timeout=LONGEST_WAIT)
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            together.wait()
            outcomes[place] = acts[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=copy_context().run, args=(run, place)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_WAIT)
    return outcomes
