"""Refusing a body that is larger than anything the office takes, before it fills the disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 250 * MEGABYTE
# Of anybody who is not signed in to the desk, nor a program with a token.
LARGEST_OF_CITIZENS = 100 * MEGABYTE
KNOWN_PEOPLE = ("/desk/", "/api/")


class SizedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep files and looks at the announced length only."""

    def handle_raw_input(
        self, input_data: Any, meta: dict[str, Any], content_length: int, *rest: Any
    ) -> None:
        """Stop a body that is announced as too large; the server holds it to its announcement."""
        known = str(meta.get("PATH_INFO", "")).startswith(KNOWN_PEOPLE)
        if content_length > (LARGEST_UPLOAD if known else LARGEST_OF_CITIZENS):
            raise RequestDataTooBig("body")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass every piece on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""
