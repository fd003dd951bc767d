"""winmail.dat: what Outlook sends to those who have no Outlook (TNEF), opened in a child."""

from __future__ import annotations

import base64
import json
import tempfile
from dataclasses import dataclass
from io import BytesIO

from hotline.documents.letters import winmail_child
from hotline.documents.raw_records import UnreadableFile
from hotline.documents.reading_child import run_child

SECONDS = 20
BROKEN = "winmail.dat 打不开。"


@dataclass(frozen=True, slots=True)
class Winmail:
    """Its text, or its HTML where there is none, and its files by name."""

    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]


def winmail(content: bytes) -> Winmail:
    """What is in it; raises UnreadableFile."""
    with tempfile.TemporaryFile() as output:
        status = run_child(
            winmail_child, BytesIO(content), output, seconds=SECONDS, slow="winmail.dat 太复杂。"
        )
        if status != winmail_child.DONE:
            raise UnreadableFile(BROKEN)
        output.seek(0)
        said = json.loads(output.read())
    files = tuple((name, base64.b64decode(inside)) for name, inside in said["files"])
    if not (said["text"] or said["html"] or files):
        raise UnreadableFile(BROKEN)
    return Winmail(said["text"], said["html"], files)
