"""Lives of cases for the tests of the books: every verb, many ways, the same whoever writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, product

from hotline.records.models import Campaign, Case, Channel, Contact, Department, Kind, Staff, Topic
from hotline.records.queries.reference import forget
from hotline.rules.arrivals import Arrival
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.approve import approve
from hotline.steps.call_back import call_back
from hotline.steps.classify import classify
from hotline.steps.close import close
from hotline.steps.dispatch import dispatch
from hotline.steps.explain import explain
from hotline.steps.handle_again import handle_again
from hotline.steps.hold_back import hold_back
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.reply import reply
from hotline.steps.reveal import reveal
from hotline.steps.review import review
from hotline.steps.send_back import send_back
from hotline.steps.sign import sign
from hotline.steps.verbs import STEPS
from tests.steps.side_lives import SCRIPTS, with_rows

START = datetime(2025, 4, 1, 1, 0, tzinfo=UTC)
KINDS = ("enquiry", "wish", "grievance", "idea")
CHANNELS = ("hotline_call", "province_platform", "mini_program")
AGAIN = {
    "again": "closed",
    "again_lost": "unreached",
    "again_tried": "tried",
    "again_dispatched": "dispatched",
}
ENDINGS = (
    *("registered", "answered", "accepted", "dispatched", "signed", "replied", "sent_back"),
    *("reviewed", "reclassified", "tried", "called_back", "closed", "unreached", *AGAIN),
    *(*SCRIPTS, "approved", "held_back"),
)
Act = Callable[..., object]


class Life:
    """One life of a case: the same words, moments and people whichever book is current."""

    def __init__(self, number: int, kind: str, ending: str) -> None:
        self.number = number
        self.kind, self.ending = kind, ending
        self.channel = CHANNELS[number % 3]
        begin = START + timedelta(hours=7 * number)
        self.moments = (begin + timedelta(minutes=13 * step) for step in count())

    def play(self) -> None:
        contact = self.received()
        if self.number % 9 == 8:
            return  # a call that became no case
        case = self.registered(contact)
        for act in self.acts():
            act(case, at=next(self.moments))

    def received(self) -> Contact:
        at = next(self.moments)
        takes = partial(
            receive,
            self.arrival(at),
            channel=Channel.objects.get(code=self.channel),
            by=person("desk"),
            at=at,
            raw=b"\x00raw\xff" if self.number % 6 == 0 else None,
            campaign=Campaign.objects.get() if self.number % 2 else None,
            form_of_address="女士",
        )
        contact = takes().contact
        assert takes().is_new is False  # the same again makes nothing
        return contact

    def arrival(self, at: datetime) -> Arrival:
        who = self.number % 50  # some people come twice
        return Arrival(
            channel=self.channel,
            key=f"key-{self.number}",
            text=f"第{self.number}件：反映“{self.ending}”\n第二行\t有制表符和\\反斜线",
            arrived_at=at,
            external_number=f"上级-{self.number}" if self.number % 3 else "",
            external_due_at=at + timedelta(days=2 + self.number % 9) if self.number % 4 else None,
            title="标题" if self.number % 3 else "",
            sender_name=f"测试人{who}" if who % 5 else "",
            sender_phone=f"154{who:08d}" if who % 7 else "",
            sender_account="account" if who % 2 else "",
        )

    def registered(self, contact: Contact) -> Case:
        return register(
            contact,
            by=person("desk"),
            at=next(self.moments),
            place="云岭区某街道",
            kind=Kind.objects.get(code=self.kind),
            topic=Topic.objects.get(code="B.1"),
            campaign=contact.campaign,
            urgency=("ordinary", "urgent", "critical")[self.number % 3],
        )

    def acts(self) -> Iterator[Act]:
        if self.ending == "registered":
            return
        if self.ending == "answered":
            yield partial(answer, text="请您持证件办理。", by=person("desk"))
            return
        if self.ending in SCRIPTS:
            yield from self.aside()
            return
        yield partial(accept, by=person("desk"))
        if self.ending in ("approved", "held_back"):
            yield from self.careful()
            return
        yield from self.round()
        if self.ending in AGAIN:
            yield partial(handle_again, reason="仍未解决", by=person("quality"))
            self.ending = AGAIN[self.ending]
            yield from self.round()

    def aside(self) -> Iterator[Act]:
        """A life beside the main path, played by the system itself."""
        other = self.other()
        for verb, facts in SCRIPTS[self.ending]:
            if verb == "share_answer":
                yield lambda case, *, at: answer(other, text="已处理。", by=None, at=at)
            else:
                yield partial(STEPS[verb], by=None, **with_rows(facts, other))

    def careful(self) -> Iterator[Act]:
        """In a unit whose leader reads every reply before it leaves."""
        works = Department.objects.get(code="city_works_bureau")
        works.needs_approval = True
        works.save()
        forget()
        yield from (self.dispatched, self.signed, self.replied)
        works.needs_approval = False
        works.save()
        forget()
        if self.ending == "approved":
            yield partial(approve, by=None)
        else:
            yield partial(hold_back, reason="请补充", by=None)

    def other(self) -> Case:
        """Another case, of which this life speaks: the earlier one, or the one joined to."""
        at = next(self.moments)
        given = replace(self.arrival(at), key=f"other-{self.number}")
        channel = Channel.objects.get(code=self.channel)
        case = self.registered(receive(given, channel=channel, by=None, at=at).contact)
        accept(case, by=None, at=next(self.moments))
        return case

    def round(self) -> Iterator[Act]:
        """From dispatching to the ending of this life."""
        acts = (self.dispatched, self.signed, self.replied, self.sent_back, self.replied)
        stop = {"accepted": 0, "dispatched": 1, "signed": 2, "replied": 3, "sent_back": 4}
        short = 3 if self.number % 2 else 5
        yield from acts[: stop.get(self.ending, short)]
        if self.ending not in stop:
            yield from self.after_reply()

    def dispatched(self, case: Case, *, at: datetime) -> None:
        superior = START + timedelta(days=self.number) if self.number % 5 == 0 else None
        unit = Department.objects.get(code="city_works_bureau")
        desk = person("desk")
        dispatch(case, to=unit, by=desk, at=at, superior_due=superior, note=" 请办理 ")

    def signed(self, case: Case, *, at: datetime) -> None:
        sign(case, by=person("works"), at=at)

    def replied(self, case: Case, *, at: datetime) -> None:
        solved = self.number % 4 != 0
        reply(
            case,
            handling="已到现场核实。",
            answer="已处理，感谢您的来电。",
            solved=solved,
            reason_unsolved="" if solved else "需列入年度计划",
            is_true=bool(self.number % 2),
            contacted_at=at - timedelta(minutes=5),
            by=person("works"),
            at=at,
        )

    def sent_back(self, case: Case, *, at: datetime) -> None:
        send_back(case, reason="请补充现场情况", by=person("quality"), at=at)

    def after_reply(self) -> Iterator[Act]:
        caller = person("quality")
        yield partial(review, by=caller, note="情况清楚")
        if self.ending == "reclassified":
            kind, topic = Kind.objects.get(code="wish"), Topic.objects.get(code="C.1")
            yield partial(classify, kind=kind, topic=topic, by=person("desk"), note="改")
        if self.ending in ("reviewed", "reclassified"):
            return
        yield partial(call_back, reached=False, by=caller)
        if self.ending == "tried":
            return
        lost = self.ending == "unreached"
        yield (
            partial(call_back, reached=False, by=caller, note="又未接通") if lost else self.reached
        )
        if self.ending in ("unreached", "closed"):
            yield self.looked_at
            if self.ending == "closed" and (self.number % 3 == 2 or self.number % 4 == 2):
                yield partial(explain, ground="policy", text="已解释", by=caller)
            else:
                yield partial(close, by=caller, note="已办结")

    def reached(self, case: Case, *, at: datetime) -> None:
        ratings = ("very_satisfied", "basically", "dissatisfied", "no_rating")
        call_back(
            case,
            reached=True,
            solved=("yes", "partly", "no")[self.number % 3],
            handling_rating=ratings[self.number % 4],
            service_rating=ratings[self.number // 2 % 4],
            dialled="15400000009" if self.number % 10 == 0 else "",
            by=person("quality"),
            at=at,
        )

    def looked_at(self, case: Case, *, at: datetime) -> None:
        if case.citizen is not None and self.number % 3 == 0:
            reveal(case, "phone", reason="回访", by=person("quality"), at=at)


def lives() -> list[Life]:
    """Every ending with every kind, on the channels in turn."""
    ways = product(ENDINGS, KINDS)
    return [Life(number, kind, ending) for number, (ending, kind) in enumerate(ways)]


def person(username: str) -> Staff:
    return Staff.objects.select_related("department").get(username=username)
