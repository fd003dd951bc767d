"""What clamd says, and what it does not say: only a plain OK lets a file pass."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from hotline.documents.scanning import CHUNK, Clamd, ScannerDown, scanner_at
from tests.clamd import VERSION, VIRUS, clamd


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_clean_file_is_told_and_sent_whole(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    with clamd() as running:
        verdict = Clamd(host="127.0.0.1", port=int(running.address.rsplit(":", 1)[1])).scan(content)
        assert (verdict.clean, verdict.scanner, running.seen) == (True, VERSION, [content])


def test_a_finding_is_named() -> None:
    with clamd() as running:
        verdict = scanner_at(running.address).scan(b"..." + VIRUS)
        assert (verdict.clean, verdict.found) == (False, "Eicar-Test-Signature")


def test_a_socket_in_the_file_system_will_do(tmp_path: Path) -> None:
    with clamd(tmp_path / "c.ctl") as running:
        assert scanner_at(running.address).scan(b"text").clean


def test_nobody_there_is_no_answer(tmp_path: Path) -> None:
    with clamd() as running:
        gone = running.address
    for address in (gone, f"unix://{tmp_path}/none.ctl"):
        with pytest.raises(ScannerDown):
            scanner_at(address).scan(b"text")


def test_a_file_too_large_for_the_scanner_is_no_answer() -> None:
    with clamd(limit=1000) as running, pytest.raises(ScannerDown):
        scanner_at(running.address).scan(b"x" * 8 * CHUNK)


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Something at an address that gives this answer whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # closed while it waits for a second call
                for _ in range(2):
                    line, _ = server.accept()
                    with line:
                        line.recv(100)
                        line.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"HTTP/1.0 200 OK\r\n\r\n\0", b"stream: Can't allocate memory ERROR\0"],
)
def test_any_other_word_is_no_answer(answer: bytes) -> None:
    with answering(answer) as address, pytest.raises(ScannerDown):
        scanner_at(address).scan(b"text")


@pytest.mark.parametrize(
    "address", ["localhost:3310", "tcp://", "unix://", "http://a/", "tcp://a:x"]
)
def test_an_address_that_cannot_be_read_is_told(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        scanner_at(address)


def test_no_address_is_no_scanner() -> None:
    assert scanner_at("") is None
    assert scanner_at("tcp://clamav") == Clamd(host="clamav", port=3310)
