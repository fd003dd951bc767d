"""A job that hangs the first time and ends at once the second time, as after a crash."""

from __future__ import annotations

import os
import time
from pathlib import Path

from procrastinate.contrib.django import app

MARK = "HOTLINE_TEST_MARK"
LONG = 120


@app.task(name="tests.slow")
def slow() -> None:
    """Leaves a mark, and hangs unless the mark was there before."""
    mark = Path(os.environ[MARK])
    if mark.exists():
        return
    mark.touch()
    time.sleep(LONG)
