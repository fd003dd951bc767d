"""The worker of a side: the program's own, perhaps broken on purpose."""

# ruff: noqa: PLC0415 - everything else needs Django set up
from __future__ import annotations

import django
from django.core.management import execute_from_command_line


def main() -> None:
    """As `python -m django procrastinate worker`."""
    django.setup()
    from bench.pairing import broken

    broken.apply()
    execute_from_command_line(["django", "procrastinate", "worker", "--concurrency", "2"])


if __name__ == "__main__":
    main()
