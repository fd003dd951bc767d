"""Words out of recordings and pictures: asked for by a person, read by the worker, a guess."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageDraw, ImageFont

from hotline.engines.language_model.talking import Connection
from hotline.engines.recognising.paper import PaperReader
from hotline.records.models import Attachment, Case, Recognised
from hotline.rules.recognising import Unreadable
from hotline.steps.attach import Given, attach
from hotline.steps.reading.recognise import ask_to_recognise, recognise
from tests.attached_files import GOOD
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.speech_server import SpeechServer, segments, speech_server
from tests.steps.cases import LATER

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
needs_paper = pytest.mark.skipif(
    find_spec("rapidocr_onnxruntime") is None, reason="the extra `paper` is not installed"
)


@pytest.fixture
def server(settings: Any) -> Iterator[SpeechServer]:
    with speech_server() as stand_in:
        settings.HOTLINE_SPEECH = Connection(stand_in.address, "local", seconds=3)
        stand_in.answer = segments(("路灯坏了三天", 0.0, 2.5), ("电话15400000001", 62.0, 65.0))
        yield stand_in


@pytest.fixture
def case(city: City) -> Case:
    return case_at(city, "in_handling", unit="east")


@pytest.fixture
def taker(city: City, sign_in: SignIn) -> Client:
    return sign_in(city.person("call_taker"))


def recording(case: Case, city: City) -> Attachment:
    name, content = GOOD["mp3"]
    attach(case, [Given(name, BytesIO(content))], by=city.person("call_taker"), at=LATER)
    return Attachment.objects.get()


def page(client: Client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.number}").content.decode()


def test_without_a_recogniser_nothing_of_it_is_seen(city: City, case: Case, taker: Client) -> None:
    row = recording(case, city)
    assert "转写" not in page(taker, case)
    taker.post(f"/desk/cases/{case.number}/attachments/{row.pk}/recognise")
    assert Recognised.objects.count() == 0


def test_a_recording_is_read_and_shown_as_a_guess_with_numbers_masked(
    city: City, case: Case, taker: Client, server: SpeechServer
) -> None:
    row = recording(case, city)
    assert "转写" in page(taker, case)
    taker.post(f"/desk/cases/{case.number}/attachments/{row.pk}/recognise")
    waiting = Recognised.objects.get()
    assert "正在转写" in page(taker, case)
    assert recognise(waiting.pk, at=LATER) == "done"
    shown = page(taker, case)
    assert "机器识别，可信度约 90%" in shown
    assert ("[00:00] 路灯坏了三天" in shown, "[01:02]" in shown) == (True, True)
    assert "15400000001" not in shown
    assert server.asked[0]["language"] == b"zh"
    assert recognise(waiting.pk, at=LATER) == "gone"


@pytest.mark.parametrize("answer", [(b"{}", 500), (b"no json", 200), (b'{"segments": 7}', 200)])
def test_what_cannot_be_read_says_so_and_may_be_asked_again(
    city: City, case: Case, taker: Client, server: SpeechServer, answer: tuple[bytes, int]
) -> None:
    server.answer, server.status = answer
    row = ask_to_recognise(recording(case, city), by=None, at=LATER)
    assert recognise(row.pk, at=LATER) == "failed"
    assert "语音识别服务" in page(taker, case)
    server.answer, server.status = segments(("好", 0, 1)), 200
    ask_to_recognise(Attachment.objects.get(), by=None, at=LATER)
    assert recognise(row.pk, at=LATER) == "done"


def letter() -> bytes:
    """A letter as a picture, in invented words."""
    picture = Image.new("RGB", (900, 300), "white")
    font = ImageFont.truetype(str(FONT), 32)
    for place, words in enumerate(("尊敬的市长：", "示例路的路灯坏了三天，请尽快修好。")):
        ImageDraw.Draw(picture).text((40, 40 + 90 * place), words, font=font, fill="black")
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


@needs_paper
def test_a_letter_on_a_picture_is_read() -> None:
    said = "".join(line.text for line in PaperReader().read(letter(), "png"))
    assert said == "尊敬的市长：示例路的路灯坏了三天，请尽快修好。"


@needs_paper
def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(Unreadable):
        PaperReader().read(b"no picture", "png")
