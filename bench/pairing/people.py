"""The people of a side: they do what is next for every case, by the real steps, and only that.

What a case is to suffer follows from its number, so that both sides can be counted afterwards: most
are handled, some answered at once, some asked about, refused, sent back or handled a second time.
"""

# ruff: noqa: PLC0415 - everything else needs Django set up
from __future__ import annotations

import sys
import time
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django

TEXT = "小区北门外的路灯连续三晚没有亮，请派人检查。"
PATIENT = 0.3


def main() -> None:
    """`python -m bench.pairing.people province|city COUNT`: works until it is ended."""
    django.setup()
    from django.db import InterfaceError, OperationalError, connections

    from hotline.records.scope import everything
    from hotline.rules.life import NotOpen
    from hotline.steps.moving import Refused
    from hotline.steps.storing.book import LostRace

    name, count = sys.argv[1], int(sys.argv[2])
    work: Callable[[int], int] = {"province": province, "city": city}[name]
    with everything():
        while True:
            try:
                done = work(count)
            except (OperationalError, InterfaceError):
                connections.close_all()
                done = 0
            except (LostRace, NotOpen, Refused):
                done = 1  # the other side was quicker: look again
            time.sleep(0.02 if done else PATIENT)


def fate(number: str) -> int:
    """What a matter is to suffer, 0 to 99, the same on both sides."""
    return zlib.crc32(number.encode()) % 100


def now() -> datetime:
    """The moment."""
    from django.utils import timezone

    return timezone.now()


def province(count: int) -> int:
    """Give cases out until there are enough, and do what comes back."""
    from hotline.records.models import Case
    from hotline.rules.life import Status

    made = Case.objects.count()
    done = _give_out(min(20, count - made), made) if made < count else 0
    acts = {
        Status.AWAITING_DISPATCH: _dispatch,
        Status.AWAITING_REVIEW: _review,
        Status.AWAITING_CALLBACK: _ring,
        Status.CALLED_BACK: _end,
        Status.RETURN_REQUESTED: _agree,
        Status.AWAITING_CITIZEN: _resume,
    }
    return done + _each(acts)


def _each(acts: dict[Any, Callable[[Any], None]]) -> int:
    """One act on each case that waits for one."""
    from hotline.records.models import Case

    rows = Case.objects.filter(status__in=acts).select_related("channel", "lead", "citizen")
    done = 0
    for case in rows.order_by("moved_at")[:40]:
        acts[case.status](case)
        done += 1
    return done


def _give_out(number: int, made: int) -> int:
    from hotline.records.queries.reference import channels, kinds, topics
    from hotline.rules.arrivals import Arrival
    from hotline.steps.intake import Facts, take_in

    channel = next(iter(channels().values()))
    topic = next(iter(topics().values()))
    for serial in range(made, made + number):
        arrival = Arrival(
            channel=channel.code,
            key=f"pair-{serial}",
            text=f"{TEXT}（第 {serial} 件）",
            arrived_at=now(),
            sender_name="甄示例",
            sender_phone=f"154{serial:08d}",
        )
        facts = Facts(kind=next(iter(kinds().values())), topic=topic, accept=True)
        take_in(arrival, facts, channel=channel, by=None, at=now())
    return number


def _dispatch(case: Any) -> None:
    from hotline.records.models import Return
    from hotline.records.queries.reference import departments
    from hotline.steps.answer import answer
    from hotline.steps.dispatch import dispatch

    if Return.objects.filter(case=case).exists():
        answer(case, text="由省里直接答复。", by=None, at=now())
        return
    unit = next(each for each in departments().values() if each.road_id)
    dispatch(case, to=unit, by=None, at=now())


def _review(case: Any) -> None:
    from hotline.records.models import JournalEntry
    from hotline.steps.review import review
    from hotline.steps.send_back import send_back

    replies = JournalEntry.objects.filter(case=case, verb="reply").count()
    if fate(case.number) in range(10, 20) and replies == 1:
        send_back(case, reason="请补充照片。", by=None, at=now())
    else:
        review(case, by=None, at=now())


def _ring(case: Any) -> None:
    from hotline.steps.call_back import call_back

    call_back(
        case,
        reached=True,
        solved="yes",
        handling_rating="satisfied",
        service_rating="satisfied",
        by=None,
        at=now(),
    )


def _end(case: Any) -> None:
    from hotline.records.models import Assignment
    from hotline.steps.close import close
    from hotline.steps.handle_again import handle_again

    rounds = Assignment.objects.filter(case=case, part="lead").count()
    if fate(case.number) in range(20, 30) and rounds == 1:
        handle_again(case, reason="又不亮了。", by=None, at=now())
    else:
        close(case, by=None, at=now())


def _agree(case: Any) -> None:
    from hotline.steps.duty.agree_return import agree_return

    agree_return(case, by=None, at=now())


def _resume(case: Any) -> None:
    from hotline.steps.waiting.resume import resume

    resume(case, note="三号灯杆。", by=None, at=now())


def city(count: int) -> int:
    """Handle what came, each according to its fate."""
    from hotline.rules.life import Status

    return _each(
        {
            Status.REGISTERED: _sort,
            Status.AWAITING_DISPATCH: _hand_out,
            Status.AWAITING_SIGNATURE: _sign,
            Status.IN_HANDLING: _reply,
            Status.AWAITING_REVIEW: _pass,
            Status.AWAITING_CALLBACK: _ring,
            Status.CALLED_BACK: _done,
        }
    )


def _sort(case: Any) -> None:
    from hotline.records.queries.reference import kinds, topics
    from hotline.steps.accept import accept
    from hotline.steps.classify import classify
    from hotline.steps.decline import decline

    what = fate(case.external_number)
    if what < 5:
        decline(case, ground="beyond_remit", text="不属于本市职责。", by=None, at=now())
        return
    topic = next(iter(topics().values()))
    classify(case, kind=next(iter(kinds().values())), topic=topic, by=None, at=now())
    accept(case, by=None, at=now())


def _hand_out(case: Any) -> None:
    from hotline.records.queries.reference import departments
    from hotline.steps.answer import answer
    from hotline.steps.dispatch import dispatch

    if fate(case.external_number) % 2:
        answer(case, text=_said(case), by=None, at=now())
        return
    unit = next(each for each in departments().values() if each.kind != "office")
    dispatch(case, to=unit, by=None, at=now())


def _sign(case: Any) -> None:
    from hotline.records.models import JournalEntry
    from hotline.steps.roads.write_back import write_back
    from hotline.steps.sign import sign

    asked = JournalEntry.objects.filter(case=case, verb="write_back").exists()
    if fate(case.external_number) in range(30, 36) and not asked:
        write_back(case, kind="question", text="是几号灯杆？", by=None, at=now())
    sign(case, by=None, at=now())


def _reply(case: Any) -> None:
    from hotline.steps.reply import reply

    said = _said(case)
    reply(case, handling=said, answer=said, solved=True, by=None, at=now())


def _pass(case: Any) -> None:
    from hotline.steps.review import review

    review(case, by=None, at=now())


def _done(case: Any) -> None:
    from hotline.steps.close import close

    close(case, by=None, at=now())


def _said(case: Any) -> str:
    """An answer that names its matter and which answer it is, so that none passes for another."""
    from hotline.records.models import JournalEntry

    before = JournalEntry.objects.filter(case=case, verb__in=("close", "answer")).count()
    return f"{case.external_number} 第 {before + 1} 次答复：已修好。"


if __name__ == "__main__":
    main()
