"""CPU of other programs: what a request costs the web server and the database.

On a machine that is busy with other things, rates tell little and CPU still tells the cost.
"""

from __future__ import annotations

from pathlib import Path

import psutil

from hotline.site.environment import Environment
from hotline.site.place import embedded_place


def postmaster(read: Environment) -> int:
    """The process of the embedded server, to which all its others belong."""
    file = Path(embedded_place(read.var).data) / "postmaster.pid"
    return int(file.read_text("utf-8").split()[0])


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a program and the programs below it have used so far."""
    program = psutil.Process(pid)
    times = [each.cpu_times() for each in (program, *program.children(recursive=True))]
    return sum(time.user + time.system for time in times)
