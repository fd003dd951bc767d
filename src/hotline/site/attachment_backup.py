"""The attachments' folder in one file beside a backup of the database; sealed as they lie there."""

from __future__ import annotations

import tarfile
from pathlib import Path

from hotline.site.attachments import attachment_folder
from hotline.site.environment import Environment

PRIVATE = 0o600


def beside(file: Path) -> Path:
    """Where the attachments of a backup are."""
    return file.with_name(f"{file.name}.attachments.tar")


def pack(environment: Environment, file: Path) -> Path | None:
    """Write every attachment; None where there are none, or they lie in a store of their own.

    It is called after the database was dumped: then no row of the dump lacks its file.
    """
    folder = attachment_folder(environment)
    if folder is None or not folder.is_dir():
        return None
    whole, draft = beside(file), file.with_name(f".{file.name}.attachments.part")
    draft.touch(mode=PRIVATE)
    try:
        with tarfile.open(draft, "w") as archive:
            for each in sorted(folder.rglob("*")):
                if each.is_file():
                    archive.add(each, str(each.relative_to(folder)))
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    draft.rename(whole)
    return whole


def unpack(environment: Environment, whole: Path) -> int:
    """Put back every attachment that is not there; says how many. Nothing is overwritten.

    A store of its own keeps its own backups: there is nothing to put back then.
    """
    folder = attachment_folder(environment)
    if folder is None:
        return 0
    number = 0
    with tarfile.open(whole) as archive:
        for member in archive:
            if member.isfile() and not (folder / member.name).exists():
                archive.extract(member, folder, filter="data")
                (folder / member.name).chmod(PRIVATE)
                number += 1
    return number
