"""The log: one JSON line per event, and nothing that a citizen has said."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from hotline.site.logs import json_lines


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What is written to the log meanwhile."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_lines())
    logger = logging.getLogger("hotline")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def _last(lines: StringIO) -> dict[str, object]:
    """The last line, read back."""
    read: dict[str, object] = json.loads(lines.getvalue().splitlines()[-1])
    return read


@pytest.mark.django_db
def test_a_request_is_logged_without_its_query(lines: StringIO) -> None:
    Client().get("/login?phone=13800000000")
    line = _last(lines)
    assert {name: line[name] for name in ("event", "method", "path", "status", "staff")} == {
        "event": "request",
        "method": "GET",
        "path": "/login",
        "status": 200,
        "staff": None,
    }
    assert "13800000000" not in json.dumps(line)


def test_an_exception_is_logged_by_type_and_place_only(lines: StringIO) -> None:
    try:
        raise ValueError("张三 13800000000")
    except ValueError:
        logging.getLogger("hotline.test").exception("failed for %s", "张三")
    line = _last(lines)
    assert (line["event"], line["exception"]) == ("failed for %s", "ValueError")
    assert "张三" not in json.dumps(line, ensure_ascii=False)
