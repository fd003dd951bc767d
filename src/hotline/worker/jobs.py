"""Background jobs: what happens after a step, or by the clock."""

from __future__ import annotations
