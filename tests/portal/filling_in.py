"""A citizen's browser without script: it fills the form in, looks at it, and sends it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from hotline.records.models import Case, Contact
from tests.reading import Node, form_to, read

TEXT = "小区门口的路灯坏了三天，夜里看不见路，请修好。"
PHONE = "15400001234"
WHERE_GPS = 0x8825
TYPED: dict[str, Any] = {
    "text": TEXT,
    "area": "east_street",
    "place": "槐花苑北门",
    "name": "甄示例",
    "phone": PHONE,
    "consent": "on",
    "do": "review",
}


def opened(client: Client) -> Node:
    """The form as a browser has it."""
    return form_to(read(client.get("/file")), "/file")


def posted(client: Client, form: Node, **typed: Any) -> HttpResponse:
    """Press a button of the form."""
    filled = {**form.sends(), **typed}
    return client.post(
        "/file", {name: value for name, value in filled.items() if value is not None}
    )


def reviewed(client: Client, **typed: Any) -> HttpResponse:
    """Fill the form in and go on to the page that asks whether it is right."""
    return posted(client, opened(client), **{**TYPED, **typed})


def sent(client: Client, page: Node, *, later: float = 20, **typed: Any) -> HttpResponse:
    """Send what the page shows, some seconds after the form was opened."""
    moment = timezone.now() + timedelta(seconds=later)
    with patch("hotline.portal.filing.timezone.now", return_value=moment):
        return posted(client, form_to(page, "/file"), do="send", **typed)


def filed(client: Client, **typed: Any) -> Case:
    """The case of a request that was filed from beginning to end."""
    answer = sent(client, read(reviewed(client, **typed)))
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/file/receipt")
    case = Contact.objects.order_by("-pk")[0].case
    assert case is not None
    return case


def photograph(*, side: int = 60, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    """A telephone's picture that says where it was taken."""
    place = Image.Exif()
    place[0x010F] = "示例手机"
    place.get_ifd(WHERE_GPS)[2] = (43.0, 10.0, 0.0)
    output = BytesIO()
    Image.new("RGB", (side, side), "#3a7").save(output, "JPEG", exif=place)
    return SimpleUploadedFile(name, output.getvalue(), "image/jpeg")
