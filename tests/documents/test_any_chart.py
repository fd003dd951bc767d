"""Any chart at all: every file of it can be written and read again."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hotline.documents.appendix import write_appendix
from hotline.documents.open_data import OpenEdition, bulletin_json
from hotline.documents.web import fragment
from hotline.documents.word import write_bulletin
from hotline.rules.pages import Chart, Page, Series
from tests.documents.html_outline import Outline
from tests.documents.schema_check import faults
from tests.documents.test_open_data import EDITION, SCHEMA

TEXT = st.text(max_size=14)
VALUES = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=2),
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    labels = tuple(draw(st.lists(TEXT, max_size=20)))
    row = st.lists(VALUES, min_size=len(labels), max_size=len(labels)).map(tuple)
    series = tuple(draw(st.lists(st.builds(Series, TEXT, row), max_size=8)))
    kind: Any = draw(st.sampled_from(["bar", "column", "line", "stacked"]))
    unit: Any = draw(st.sampled_from(["件", "%", "天"]))
    return Chart(kind, draw(TEXT), unit, labels, series, draw(TEXT))


@settings(deadline=None, max_examples=20)
@given(charts())
def test_any_chart_can_be_written_in_every_format(chart: Chart) -> None:
    page = Page("标题", "", None, (chart,))
    with ZipFile(BytesIO(write_bulletin(page))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    assert Outline(fragment(page)).tags()[0] == "article"
    assert write_appendix(page, ())[:2] == b"PK"
    data = json.loads(bulletin_json(page, (), OpenEdition(EDITION.starts_on, EDITION.ends_on)))
    assert list(faults(data, SCHEMA, SCHEMA)) == []
