"""Reading bulletins: the live one of a month, its draft, and the slips of an earlier print."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Bulletin
from hotline.records.queries.bulletins import (
    Slip,
    bulletin_of,
    draft,
    items_of,
    published,
    slips,
)
from hotline.records.queries.figures import month_figures
from hotline.rules.pages import Masthead, Table, plain
from hotline.steps.draft import begin, pick, shift
from hotline.steps.publish import publish, withdraw
from hotline.steps.submit import submit
from tests.factories import City
from tests.records.month import make_form
from tests.steps.cases import BEGIN, china, walked

NOW = china("2022-05-06T09:00")


@pytest.fixture
def bulletin(city: City) -> Bulletin:
    """April's draft over three cases, two of them closed."""
    make_form(city)
    for number, status in enumerate(("closed", "closed", "in_handling")):
        walked(city, status, at=BEGIN + timedelta(hours=number))
    return begin("2022-04", by=None, at=NOW)


def issued(bulletin: Bulletin) -> Bulletin:
    return publish(submit(bulletin, by=None, at=NOW), issued_on=NOW.date(), by=None, at=NOW)


def text_of(bulletin: Bulletin) -> list[str]:
    blocks = draft(bulletin, NOW).page.blocks
    return [plain(block.pieces) for block in blocks if not isinstance(block, Table)]


# --- which bulletin --------------------------------------------------------------------------


def test_the_live_bulletin_of_a_month_is_found(bulletin: Bulletin) -> None:
    assert (bulletin_of("2022-04"), bulletin_of("2022-03")) == (bulletin, None)


def test_a_withdrawn_bulletin_is_not_the_live_one(bulletin: Bulletin) -> None:
    withdraw(issued(bulletin), reason="数字有误", by=None, at=NOW)
    assert bulletin_of("2022-04") is None
    anew = begin("2022-04", by=None, at=NOW)
    assert bulletin_of("2022-04") == anew


def test_what_is_no_month_is_told(db: None) -> None:
    with pytest.raises(ValueError, match="写法不对"):
        bulletin_of("四月")


def test_what_is_out_is_listed_newest_first(bulletin: Bulletin) -> None:
    march = begin("2022-03", by=None, at=NOW)
    begin("2022-02", by=None, at=NOW)
    issued(march)
    issued(bulletin)
    assert list(published()) == [bulletin, march]


# --- the draft -------------------------------------------------------------------------------


def test_a_draft_is_written_with_the_figures_of_the_moment(city: City, bulletin: Bulletin) -> None:
    assert text_of(bulletin)[0] == (
        "4月受理3件，办结2件，在办1件，办结率66.7%。城建3件，占100.0%；其它0件，占0.0%。"
    )
    walked(city, "closed", topic="0201", at=BEGIN + timedelta(days=1))
    assert text_of(bulletin)[0] == (
        "4月受理4件，办结3件，在办1件，办结率75.0%。"
        "城建3件，占75.0%；交通1件，占25.0%；其它0件，占0.0%。"
    )


def test_a_draft_has_its_items_in_order(bulletin: Bulletin) -> None:
    for text in ("甲。", "乙。"):
        pick(bulletin, section="prominent", text=text, by=None, at=NOW)
    other = pick(bulletin, section="well_handled", text="丙。", group="供水", by=None, at=NOW)
    assert text_of(bulletin)[1:] == [
        *("一、突出问题", "1.甲。", "2.乙。"),
        *("二、解决较好", "1.供水", "丙。"),
    ]
    assert (items_of(bulletin)[-1].pk, bulletin.items.count()) == (other.pk, 3)


def test_an_item_shifted_is_printed_there(bulletin: Bulletin) -> None:
    pick(bulletin, section="prominent", text="甲。", by=None, at=NOW)
    second = pick(bulletin, section="prominent", text="乙。", by=None, at=NOW)
    shift(second, -1, by=None, at=NOW)
    assert text_of(bulletin)[2:4] == ["1.乙。", "2.甲。"]


def test_a_draft_may_be_written_as_it_will_be_issued(bulletin: Bulletin) -> None:
    plain_page = draft(bulletin, NOW).page
    page = draft(bulletin, NOW, issued_on=NOW.date(), issue="第4期").page
    assert (plain_page.issued_on, plain_page.masthead) == (None, Masthead("专报", ""))
    assert (page.issued_on, page.masthead) == (NOW.date(), Masthead("专报", "第4期"))
    assert page.blocks == plain_page.blocks


def test_a_draft_has_the_table_of_units(bulletin: Bulletin) -> None:
    table = draft(bulletin, NOW).page.blocks[-1]
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["汀东区政府", "3", "2", "", "", ""]
    ]


# --- slips -----------------------------------------------------------------------------------


def test_a_slip_of_an_earlier_print_is_shown_with_its_arithmetic(bulletin: Bulletin) -> None:
    month = month_figures("2022-04", NOW)
    printed = {"total.count": "3", "total.closing_rate": "66.6%", "total.open": "2"}
    assert slips(month, printed) == [
        Slip("total.closing_rate", "受理办结率", "66.6%", "66.7%", "2 ÷ 3"),
        Slip("total.open", "受理正在办理", "2", "1", ""),
    ]


def test_a_print_without_slips_has_none(bulletin: Bulletin) -> None:
    month = month_figures("2022-04", NOW)
    printed = {name: figure.printed() for name, figure in month.measured.figures.items()}
    assert (slips(month, printed), slips(month, {})) == ([], [])
