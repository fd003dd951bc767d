"""What stands beside the form: who calls, and what the matter looks like while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.drafting import answered_context, draft_of
from hotline.records.models import Call, Kind, PhraseText, Staff, Topic
from hotline.records.queries.advice import suggested_unit
from hotline.records.queries.alike import words_in
from hotline.records.queries.articles import Sought, find_articles
from hotline.records.queries.callers import caller_of
from hotline.records.queries.calls import call_in_hand, number_of
from hotline.records.queries.choosing import topic_label, topics_called
from hotline.records.queries.phrases import phrases_for
from hotline.records.queries.reference import calendar, catalogue_on, channels, kinds, limits
from hotline.records.queries.same_matter import Draft, like_draft
from hotline.rules.deadlines import URGENCIES, Deadline, NoLimit, choose_limit, deadline
from hotline.rules.dispatching import Matter
from hotline.rules.finding import excerpt, pieces
from hotline.rules.masking import mask_text
from hotline.rules.same_matter import KINDS, marked

LONGEST = 2_000
SHOWN_ARTICLES = 4
SHOWN_DAYS = 6
SHOWN_SCRIPTS = 5
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Typed:
    """The matter as far as it has been typed; what is not understood yet is simply not known."""

    title: str = ""
    text: str = ""
    place: str = ""
    topic: Topic | None = None
    kind: Kind | None = None
    urgency: str = "ordinary"
    channel: str = ""
    sought: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], day: date) -> Typed:
        """Read from the form as it stands, unchecked and shortened."""
        said = {name: text.replace("\0", "").strip()[:LONGEST] for name, text in given.items()}
        named = topics_called(said.get("topic", "")[:200], day) if said.get("topic") else ()
        urgency = said.get("urgency", "")
        return cls(
            title=said.get("title", ""),
            text=said.get("text", ""),
            place=said.get("place", ""),
            topic=named[0] if len(named) == 1 else None,
            kind=kinds().get(said.get("kind", "")),
            urgency=urgency if urgency in URGENCIES else "ordinary",
            channel=said.get("channel", ""),
            sought=said.get("sought", "")[:100],
        )

    @property
    def words(self) -> str:
        """Title and text together."""
        return f"{self.title}\n{self.text}"


@for_staff("register")
@require_POST
def beside(request: StaffRequest) -> HttpResponse:
    """POST the form as it stands: likely repeats, unit, deadline, knowledge, in one answer."""
    now = timezone.now()
    day = timezone.localdate(now)
    typed = Typed.of(request.POST, day)
    words = words_in(typed.words, now)
    context = {
        "is_part": True,
        "alike": _alike(request.user, typed, request.POST.get("sender_phone", ""), now),
        "scripts": scripts_for(typed.topic, day),
        **draft_of(typed.title, typed.text),
        **answered_context(request.user, typed.words, typed.topic),
        **_advice(typed, day),
        **_deadline(typed, now),
        **_articles(request.user, typed, words, day),
    }
    return render(request, "desk/workstation/beside.html", context)


@for_staff("register")
@require_POST
def caller(request: StaffRequest) -> HttpResponse:
    """POST the number that was typed: who that is and what they brought before."""
    typed = request.POST.get("sender_phone", "").replace("\0", "")[:50]
    context = caller_context(request.user, call_in_hand(request.user), typed, timezone.now())
    return render(request, "desk/workstation/caller.html", context)


def caller_context(staff: Staff, call: Call | None, typed: str, now: datetime) -> dict[str, Any]:
    """The caller behind the number that was typed, else behind the call's, if there is one."""
    phone = typed or (number_of(call) if call is not None else "")
    since = call.offered_at if call is not None else None
    return {"caller": caller_of(staff, phone, now, since) if phone else None}


def scripts_for(topic: Topic | None, day: date) -> list[PhraseText]:
    """What to say on the telephone, the words of this topic first."""
    return phrases_for("call_script", topic, day)[:SHOWN_SCRIPTS]


def _alike(staff: Staff, typed: Typed, phone: str, now: datetime) -> list[dict[str, Any]]:
    """Likely repeats, what they share with what is typed marked in their titles."""
    if not phone and (call := call_in_hand(staff)) is not None:
        phone = number_of(call)
    draft = Draft(typed.title, typed.text, typed.place, phone.replace("\0", "")[:50])
    return [
        {
            "case": case,
            "title": marked(mask_text(case.title), typed.words),
            "kind": KINDS[like.kind],
            "score": like.score,
            "reasons": "；".join(like.reasons()),
        }
        for case, like in like_draft(staff, draft, now)
    ]


def _advice(typed: Typed, day: date) -> dict[str, Any]:
    """What the dispatch catalogue says so far; it is asked once there is something to go by."""
    if typed.topic is None and len(typed.words.strip()) < FEWEST_WORDS:
        return {"is_asked": False}
    matter = Matter(
        topic=tuple(typed.topic.path) if typed.topic else (),
        kind=typed.kind.code if typed.kind else "",
        place=typed.place,
        text=typed.words,
    )
    said = catalogue_on(day).advise(matter)
    return {"is_asked": True, "said": said, "unit": suggested_unit(said)}


def _deadline(typed: Typed, now: datetime) -> dict[str, Any]:
    """When the unit's reply would be due if it were dispatched now, with the reasoning."""
    if typed.kind is None:
        return {"due": None, "due_problem": ""}
    channel = typed.channel if typed.channel in channels() else ""
    try:
        limit = choose_limit(
            limits(),
            "handle",
            kind=typed.kind.code,
            urgency=typed.urgency,
            channel=channel,
            day=timezone.localdate(now),
        )
    except NoLimit:
        return {"due": None, "due_problem": "城市资料中没有适用的办理时限。"}
    due = deadline([limit], now, calendar())
    return {"due": due, "due_words": limit.words(), "not_counted": _not_counted(due)}


def _not_counted(due: Deadline) -> str:
    """The days that do not count, by name: 11-28 周六、11-29 周日."""
    days = [f"{day:%m-%d} 周{'一二三四五六日'[day.weekday()]}" for day, _ in due.days_not_counted()]
    more = f"等 {len(days)} 天" if len(days) > SHOWN_DAYS else ""
    return "、".join(days[:SHOWN_DAYS]) + more


def _articles(staff: Staff, typed: Typed, words: Sequence[str], day: date) -> dict[str, Any]:
    """Knowledge for what was looked for; else for the topic, else for the strongest word."""
    if not staff.may("read_articles"):
        return {"hits": [], "reads_articles": False}
    sought = Sought(query=typed.sought)
    if not typed.sought:
        topic = topic_label(typed.topic) if typed.topic else ""
        sought = Sought(topic=topic, query="" if topic else " ".join(words[:1]))
    if sought == Sought():
        return {"hits": [], "reads_articles": True}
    page = find_articles(sought, day)
    marked = [*page.words, *words]
    hits = [
        {
            "article": row,
            "title": pieces(row.title, marked),
            "excerpt": excerpt(row.current.answer, marked),
            "answer": row.current.answer,
        }
        for row in page.rows[:SHOWN_ARTICLES]
        if row.current is not None
    ]
    return {"hits": hits, "reads_articles": True, "sought": True}
