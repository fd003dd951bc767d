"""Attachments in an S3-compatible store: signed as the standard has it, and sealed before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

import pytest
from django.test import override_settings

from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment
from hotline.records.object_storage import ObjectStorage, StoreFailed
from hotline.records.queries.reference import forget
from hotline.site.attachments import attachment_folder, attachment_storage
from hotline.site.environment import BadSettingError, load
from hotline.steps.attach import Given, attach
from hotline.steps.storing.content import drop_content
from tests.factories import make_city
from tests.steps.cases import LATER, walked

KEY = "KEYID:se/cret+1"
MOMENT = datetime(2026, 11, 22, 1, 20, tzinfo=UTC)
# What botocore 1.44.5 (S3SigV4Auth) gives for the same key, region, moment, address and content.
SIGNATURES = {
    ("PUT", b"sealed"): "dcac76de958507de8c1a88ea6fdc19215cc4b15ca90fbcc417a0b54149d81ef5",
    ("GET", b""): "05fc8ce19424bce8ce14c9ba49baa3f1dd596dfdca62ec3956a5e35feaa877ed",
}


class _Store(BaseHTTPRequestHandler):
    """A store in memory that answers whoever names the right key and the right digest."""

    objects: dict[str, bytes]

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        right = hashlib.sha256(body).hexdigest() == self.headers["x-amz-content-sha256"]
        if not right or "Credential=KEYID/" not in self.headers["Authorization"]:
            self._answer(403)
        elif self.command == "PUT":
            self.objects[self.path] = body
            self._answer(200)
        elif self.command == "DELETE":
            self.objects.pop(self.path, None)
            self._answer(204)
        elif self.path not in self.objects:
            self._answer(404)
        else:
            self._answer(200, self.objects[self.path] if self.command == "GET" else b"")

    do_GET = do_PUT = do_HEAD = do_DELETE = _serve  # noqa: N815 - names of the standard library

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def store() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A store that runs: its address, and what is in it."""
    _Store.objects = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Store)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", _Store.objects
    server.shutdown()
    server.server_close()
    thread.join()


def storage(endpoint: str = "http://s3.test:9000", **facts: str) -> ObjectStorage:
    known = {"bucket": "bucket", "prefix": "pre", "region": "cn-north-1", "key": KEY, **facts}
    return ObjectStorage(endpoint=endpoint, **known)


@pytest.mark.parametrize(("method", "body"), SIGNATURES)
def test_a_request_is_signed_as_the_stores_own_library_signs_it(method: str, body: bytes) -> None:
    headers = storage()._signed(method, "/bucket/pre/ab/cd/file-1.content", body, MOMENT)
    assert headers["Authorization"] == (
        "AWS4-HMAC-SHA256 Credential=KEYID/20261122/cn-north-1/s3/aws4_request, "
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
        f"Signature={SIGNATURES[method, body]}"
    )


def test_what_is_put_is_got_and_deleted(store: tuple[str, dict[str, bytes]]) -> None:
    kept = storage(store[0])
    assert kept.save("ab/文件", BytesIO(b"sealed")) == "ab/文件"
    assert list(store[1]) == ["/bucket/pre/ab/%E6%96%87%E4%BB%B6"]
    assert (kept.exists("ab/文件"), kept.open("ab/文件").read()) == (True, b"sealed")
    kept.delete("ab/文件")
    kept.delete("ab/文件")
    assert kept.exists("ab/文件") is False
    with pytest.raises(FileNotFoundError):
        kept.open("ab/文件")


def test_a_store_that_refuses_is_a_failure_and_no_absence(
    store: tuple[str, dict[str, bytes]],
) -> None:
    stranger = storage(store[0], key="OTHER:x")
    for act in (
        lambda: stranger.save("a", BytesIO(b"x")),
        lambda: stranger.open("a"),
        lambda: stranger.exists("a"),
    ):
        with pytest.raises(StoreFailed, match="403"):
            act()


def test_a_host_that_names_the_bucket_is_taken_as_it_is() -> None:
    assert storage("https://bucket.oss.test").start == "/pre/"
    assert storage("https://oss.test", prefix="").start == "/bucket/"


@pytest.mark.django_db
def test_an_attachment_goes_there_sealed_and_comes_back(
    store: tuple[str, dict[str, bytes]],
) -> None:
    row = attachment_storage(
        load(
            {
                "HOTLINE_ATTACHMENTS": "s3://bucket/hotline",
                "HOTLINE_S3_ENDPOINT": store[0],
                "HOTLINE_S3_KEY": KEY,
            }
        )
    )
    with override_settings(STORAGES={"attachments": row}):
        city = make_city()
        given = Given("说明.txt", BytesIO(b"words of a citizen"))
        attach(walked(city, "registered"), [given], by=city.person("call_taker"), at=LATER)
        kept = Attachment.objects.get()
        ((place, sealed),) = store[1].items()
        assert place == f"/bucket/hotline/{kept.key}"
        assert (b"citizen" in sealed, content_of(kept)) == (False, b"words of a citizen")
        drop_content(kept)
        assert store[1] == {}
    forget()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"HOTLINE_ATTACHMENTS": "ftp://a/b"}, "HOTLINE_ATTACHMENTS='ftp://a/b' 无效"),
        ({"HOTLINE_ATTACHMENTS": "s3://"}, "HOTLINE_ATTACHMENTS='s3://' 无效"),
        ({"HOTLINE_ATTACHMENTS": "s3://b"}, "必须设置 HOTLINE_S3_ENDPOINT"),
    ],
)
def test_a_setting_that_leads_nowhere_is_told(given: dict[str, str], said: str) -> None:
    with pytest.raises(BadSettingError, match=said):
        attachment_storage(load(given))


def test_without_a_setting_there_is_a_folder() -> None:
    folder = attachment_folder(load({"HOTLINE_VAR": "/srv/hotline"}))
    assert str(folder) == "/srv/hotline/attachments"
    assert attachment_folder(load({"HOTLINE_ATTACHMENTS": "s3://b"})) is None
