"""The Word file's pages look as they were agreed, and a page that lost something does not."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from hotline.documents import gbt9704
from hotline.documents.pdf import office_path, write_pdf
from hotline.documents.word import write_bulletin
from hotline.rules.pages import Page, Table
from tests.documents.illustrated import BARS, STACK, illustrated, illustrated_blocks
from tests.documents.pictured import (
    agreed_picture,
    differing_pages,
    differing_squares,
    fonts_of,
    needs_poppler,
    picture_of,
)

pytestmark = [
    pytest.mark.office,
    needs_poppler,
    pytest.mark.skipif(office_path() is None, reason="soffice (LibreOffice) is not installed"),
]


PAGES = 6
HEADING, BAR, COLUMN, CHART = 2, 3, (4, 5), 6  # the page on which each is seen


def drawn(page: Page, folder: Path) -> Image.Image:
    return picture_of(write_pdf(write_bulletin(page)), folder)


def drawn_with(folder: Path) -> str:
    """The fonts and the program, without its smallest number."""
    command = [str(office_path()), f"-env:UserInstallation={folder.as_uri()}/profile", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    program = ".".join(said.stdout.split()[1].split(".")[:2])
    return f"LibreOffice {program}\n{fonts_of(folder)}"


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> tuple[Image.Image, str]:
    folder = tmp_path_factory.mktemp("word")
    return drawn(illustrated(), folder), drawn_with(folder)


def test_the_word_file_looks_as_it_was_agreed(now: tuple[Image.Image, str]) -> None:
    picture, means = now
    assert differing_squares(picture, agreed_picture("word", picture, means)) == 0


def spoilt() -> Page:
    """A bar of another length, a column moved, the last chart gone; a heading is not bold."""
    bars = replace(BARS, series=(replace(BARS.series[0], values=(2285, 2063, 1969, 601, 177)),))
    return illustrated(
        tuple(
            replace(block, widths=(7, 3, 2))
            if isinstance(block, Table)
            else (bars if block is BARS else block)
            for block in illustrated_blocks()
            if block is not STACK
        )
    )


def test_each_page_that_lost_something_is_found(
    now: tuple[Image.Image, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = replace(gbt9704.HEADINGS[3], bold=False)
    looks = tuple(plain if look.name == plain.name else look for look in gbt9704.LOOKS)
    monkeypatch.setattr(gbt9704, "LOOKS", looks)
    found = differing_pages(drawn(spoilt(), tmp_path), now[0], PAGES)
    assert found == [HEADING, BAR, *COLUMN, CHART]


def test_letters_drawn_a_little_otherwise_pass(now: tuple[Image.Image, str]) -> None:
    picture = now[0]
    aside = picture.transform(
        picture.size,
        Image.Transform.AFFINE,
        (1, 0, 0.5, 0, 1, 0.4),
        resample=Image.Resampling.BILINEAR,
        fillcolor=255,
    )
    lighter = picture.point([255 - round((255 - tone) * 0.85) for tone in range(256)])
    assert [differing_squares(other, picture) for other in (aside, lighter)] == [0, 0]
