"""Recordings by a server of the office's own: POST {address}/audio/transcriptions, as a multipart
form with `file`, `model`, `language` and `response_format=verbose_json`.

That is the form of the OpenAI audio API, which FunASR, whisper.cpp, vLLM and others serve. The
answer's `segments` carry text, start, end and avg_logprob; without segments its `text` is one line.
"""

from __future__ import annotations

import http.client
import json
import math
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from hotline.engines.language_model.talking import Connection
from hotline.rules.recognising import Line, Unreadable

OK = 200
MOST_BYTES = 5_000_000
DOWN = "语音识别服务没有答复，请稍后再试。"


class ServedSpeechReader:
    """Reads recordings by a server that speaks the documented form."""

    name = "speech-server"

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.version = connection.model
        self.leaves_the_building = connection.leaves_the_building

    def read(self, content: bytes, ending: str) -> Sequence[Line]:
        """What was said, with its seconds."""
        try:
            answer = json.loads(self._posted(content, ending))
            return _lines(answer)
        except (OSError, http.client.HTTPException) as error:
            raise Unreadable(DOWN) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable("语音识别服务的回应不合约定。") from error

    def _posted(self, content: bytes, ending: str) -> bytes:
        parts = urlsplit(self.connection.address)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        link = kind(self.connection.host, parts.port, timeout=self.connection.seconds)
        mark = secrets.token_hex(16)
        fields = {
            "model": self.connection.model,
            "language": "zh",
            "response_format": "verbose_json",
        }
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        if self.connection.key:
            headers["Authorization"] = f"Bearer {self.connection.key}"
        try:
            path = f"{parts.path.rstrip('/')}/audio/transcriptions"
            link.request("POST", path, _multipart(mark, fields, content, ending), headers)
            answer = link.getresponse()
            if answer.status != OK:
                raise Unreadable(DOWN)
            return answer.read(MOST_BYTES)
        finally:
            link.close()


def _multipart(mark: str, fields: Mapping[str, str], content: bytes, ending: str) -> bytes:
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="call.{ending}"\r\n'
    parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content]
    return b"".join([*parts, f"\r\n--{mark}--\r\n".encode()])


def _lines(answer: Mapping[str, Any]) -> list[Line]:
    segments = answer.get("segments")
    if not segments:
        text = str(answer["text"]).strip()
        return [Line(text, 0.0)] if text else []
    return [
        Line(
            str(each["text"]).strip(),
            min(1.0, math.exp(float(each.get("avg_logprob") or -10.0))),
            float(each["start"]),
            float(each["end"]),
        )
        for each in segments
    ]
