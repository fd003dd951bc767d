"""A second city, all data: from a call to its own bulletin, without a word of Siping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hotline.records.models import Case, Department, Staff, Topic
from hotline.records.queries.bulletins import printed_page
from hotline.records.queries.reference import channels, forget, kinds
from hotline.rules.arrivals import Arrival
from hotline.rules.pages import Heading, Paragraph, Table, plain
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.call_back import call_back
from hotline.steps.close import close
from hotline.steps.dispatch import dispatch
from hotline.steps.draft import begin, pick
from hotline.steps.publish import publish
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.reply import reply
from hotline.steps.review import review
from hotline.steps.setup.load_city import load_city, read_folder
from hotline.steps.sign import sign
from hotline.steps.submit import submit

YUNTING = Path(__file__).resolve().parents[2] / "cities" / "yunting"
START = datetime(2025, 6, 3, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@dataclass
class Yunting:
    """The loaded city; its people are found by what they may do."""

    calls: int = 0

    def person(self, permit: str, unit: Department | None = None) -> Staff:
        staff = Staff.objects.prefetch_related("roles")
        return next(p for p in staff if p.may(permit) and (unit is None or p.department == unit))

    def registered(self, topic: str, kind: str, channel: str = "hotline_call") -> Case:
        self.calls += 1
        text = f"第{self.calls}件：石桥头路灯晚上不亮。"
        arrival = Arrival(channel=channel, key=f"k{self.calls}", text=text, arrived_at=START)
        taker = self.person("register")
        contact = receive(arrival, channel=channels()[channel], by=taker, at=START).contact
        node = Topic.objects.get(code=topic)
        return register(contact, kind=kinds()[kind], topic=node, by=taker, at=START)

    def handled(self, case: Case, unit: Department) -> Case:
        clerk = self.person("sign", unit)
        accept(case, by=self.person("accept"), at=START)
        dispatch(case, to=unit, by=self.person("dispatch"), at=START + MINUTE)
        sign(case, by=clerk, at=START + 2 * MINUTE)
        at = START + 3 * MINUTE
        reply(case, handling="换了灯。", answer="灯亮了。", solved=True, by=clerk, at=at)
        review(case, by=self.person("review"), at=START + 4 * MINUTE)
        rated = {"solved": "yes", "handling_rating": "satisfied", "service_rating": "satisfied"}
        agent = self.person("call_back")
        call_back(case, reached=True, by=agent, at=START + 5 * MINUTE, **rated)
        return close(case, by=agent, at=START + 6 * MINUTE)


@pytest.fixture
def yunting() -> Iterator[Yunting]:
    load_city(read_folder(YUNTING), at=START)
    yield Yunting()
    forget()


def june(yunting: Yunting) -> list[Case]:
    """Four cases of June: one handled, two answered at once, one from the province still open."""
    unit = next(p.department for p in Staff.objects.all() if p.may("sign") and p.department)
    handled = yunting.handled(yunting.registered("A.1", "grievance"), unit)
    taker = yunting.person("answer")
    for topic in ("A.2", "B.1"):
        case = yunting.registered(topic, "enquiry")
        answer(case, text="已经告知。", by=taker, at=START)
    from_province = yunting.registered("A.10", "wish", "province_platform")
    accept(from_province, by=yunting.person("accept"), at=START)
    return [handled, from_province]


def test_case_numbers_and_deadlines_are_the_citys_own(yunting: Yunting) -> None:
    handled, from_province = june(yunting)
    assert handled.number.startswith("YT20250603-")
    dispatch(
        from_province,
        to=handled.lead,
        by=yunting.person("dispatch"),
        at=START,
    )
    assert from_province.due_at == START + timedelta(days=5)


def test_the_citys_own_bulletin_is_written_and_published(yunting: Yunting) -> None:
    handled, _ = june(yunting)
    at = datetime(2025, 7, 2, tzinfo=UTC)
    bulletin = begin("2025-06", by=None, at=at)
    pick(bulletin, section="stories", text="石桥头的路灯修好了。", cases=[handled], by=None, at=at)
    submit(bulletin, by=None, at=at)
    publish(bulletin, issued_on=date(2025, 7, 2), by=None, at=at)
    page = printed_page(bulletin)
    texts = [plain(b.pieces) for b in page.blocks if isinstance(b, Paragraph | Heading)]
    assert (page.title, page.issuer, page.masthead) == (
        "云汀热线2025年6月月报",
        "云汀市热线中心",
        None,
    )
    # This city's closing rate is that of what was dispatched: one case, and it is closed.
    assert texts == [
        "6月，云汀热线共收到诉求4件，办好3件，还有1件在办，办结率100.00%；"
        "其中咨询2件，省平台转办1件，办好0件，还有1件在办。",
        "按内容分：道路照明2件（50.00%），桥梁渡口1件（25.00%），其余1件（25.00%）。",
        "第一部分　6月办得好的事",
        "1、石桥头的路灯修好了。",
    ]
    table = next(b for b in page.blocks if isinstance(b, Table))
    assert [plain(cell) for cell in table.rows[0]] == [handled.lead.name, "1", "1", "", "", ""]
