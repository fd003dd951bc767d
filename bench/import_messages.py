"""A real file of messages through the importer: complete, and a second run adds none.

python -m bench.import_messages FILE.csv [CHANNEL]

The file is not part of the project; without it this measurement is left out, and says so.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench.report import print_machine, told
from bench.scratch import scratch_site

RUNS = 5


def main() -> None:
    """Imports the file as it is once, then its trial several times for the median."""
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_file():
        print("left out: name the file of messages / python -m bench.import_messages FILE.csv")
        return
    path, channel = Path(sys.argv[1]), [*sys.argv[2:], "leaders_board"][0]
    with scratch_site():
        print_machine()
        trials = [one_import(path, channel, dry_run=True)[0] for _ in range(RUNS)]
        told("all rows, as a trial", trials, "s", "aim: 40 s")
        for name in ("all rows, stored", "the same file again"):
            seconds, counts = one_import(path, channel, dry_run=False)
            told(name, [seconds], "s", counts)


def one_import(path: Path, channel: str, *, dry_run: bool) -> tuple[float, str]:
    """Seconds and counts of one run."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Channel  # noqa: PLC0415
    from hotline.steps.import_file import Source, import_file, open_run  # noqa: PLC0415

    now = timezone.now()
    run = open_run(Channel.objects.get(code=channel), path.name, by=None, at=now)
    begun = time.perf_counter()
    with path.open("rb") as stream:
        source = Source(stream, path.name)
        import_file(run, source, at=now, progress=lambda _: None, dry_run=dry_run)
    seconds = time.perf_counter() - begun
    assert run.read == run.new + run.repeated + run.quarantined
    names = ("read", "new", "repeated", "quarantined")
    return seconds, ", ".join(f"{name} {getattr(run, name)}" for name in names)


if __name__ == "__main__":
    main()
