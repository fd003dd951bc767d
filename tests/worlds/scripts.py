"""What people without the right to a confidential case ask: every screen, list, search and move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hotline.api.move_bodies import BODIES
from hotline.desk.forms.moves import FORMS
from hotline.steps.in_bulk import BULK_VERBS
from hotline.steps.write_files import FORMATS
from tests.bulletin_form import MONTH
from tests.desk.ways import WAYS
from tests.life.bodies import PLAIN
from tests.worlds.asking import Request, Script
from tests.worlds.city import (
    ABOVE,
    ABOVE_HANDLER,
    ACCUSED,
    BELOW,
    BESIDE,
    FORMER,
    HANDLER,
    OTHER_TAKER,
)
from tests.worlds.secrets_kept import (
    FIRST_CALLERS,
    FIRST_WORDS,
    NAMELESS_PHONE,
    OTHER_CALLERS,
    OTHER_WORDS,
)

Named = dict[str, Any]
Asked = Iterator[Request]
CASES = "/desk/cases"
BOTH_PHONES = (FIRST_CALLERS[0].phone, OTHER_CALLERS[0].phone)
DESKS = (
    *("workstation", "dispatching", "callbacks", "quality", "sheets", "notices/bell"),
    *("oversight", "oversight/cases", "oversight/stuck", "oversight/suspicions"),
    *("leader", "leader/cases", "audit", "drafts", "unit/figures/cases?month=2022-04"),
)
NO_ROW = "00000000-0000-0000-0000-000000000000"
FILLED = {"mark_confidential": {"reason": "保密。"}, "step_aside": {"reason": "亲属。"}}


def page(path: str, **query: str) -> Request:
    """GET a page."""
    return Request(path, query or None)


def form(path: str, **typed: Any) -> Request:
    """POST a form."""
    return Request(path, typed, "POST")


def asked(path: str, **query: str) -> Request:
    """GET from the API."""
    return Request(path, query or None, program=True)


def sent(path: str, body: Any = None) -> Request:
    """POST to the API."""
    return Request(path, body, "POST", program=True)


def home(named: Named) -> Asked:
    """The first page, the reminders, the queues with their counts."""
    yield page("/desk/")
    yield page("/desk/notices")
    yield page("/desk/notices", all="1")
    yield from (page(CASES, queue=queue) for queue in ("dispatch", "reply", "call_back"))
    yield from (page("/desk/unit", tab=tab) for tab in ("sign", "handle", "below", "done"))
    yield page("/desk/unit/figures", month=MONTH)


def desks(named: Named) -> Asked:
    """Where each work of the office is done, and what is told there of a confidential case."""
    number = named["secret"][0]
    yield from (page(f"/desk/{name}") for name in DESKS)
    yield from (page("/desk/callbacks", case=each) for each in named["secret"][:2])
    yield page("/desk/dispatching", case=number)
    yield page("/desk/workstation/beside", topic="", place=FIRST_WORDS[0].title)
    for phone in BOTH_PHONES:
        yield form("/desk/workstation/caller", sender_phone=phone)
    yield form(f"/desk/callbacks/{number}/claim")
    yield form(f"/desk/callbacks/{number}/dial")
    yield form(f"{CASES}/{number}/comment", text="请关注。")


def lists(named: Named) -> Asked:
    """The list of cases under every kind of filter."""
    yield page(CASES)
    yield page(CASES, page="2")
    yield page(CASES, overdue="1")
    for status in ("registered", "closed"):
        yield page(CASES, status=status)
    yield page(CASES, kind="report", channel="telephone")


def probes(named: Named) -> list[str]:
    """What somebody types who looks for the caller or for the case."""
    found = [named["secret"][0], named["secret"][0].lower(), named["secret"][0][-6:]]
    for who, said in ((FIRST_CALLERS[0], FIRST_WORDS[0]), (OTHER_CALLERS[0], OTHER_WORDS[0])):
        phone = who.phone
        found += [phone, f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}", phone[-4:]]
        found += [who.name, who.external_number, said.title]
    found += [FIRST_CALLERS[1].phone, "好处费"]
    return found


def search(named: Named) -> Asked:
    """The search of the list, and the one of everything with what it offers while one types."""
    yield from (page(CASES, q=words) for words in probes(named))
    for words in probes(named):
        yield form("/desk/search", q=words)
        yield form("/desk/search/suggest", q=words)


def by_number(named: Named) -> Asked:
    """The confidential cases by their addresses, with their files and notices."""
    yield from (page(f"{CASES}/{number}") for number in named["secret"])
    yield from (page(f"/desk/unit/cases/{number}") for number in named["secret"])
    yield from (page(f"{CASES}/{number}/sheet") for number in named["secret"])
    yield form("/desk/sheets", chosen=named["secret"])
    for file in named["files"][:2]:
        yield from (page(f"{CASES}/{file}"), page(f"{CASES}/{file}/small"))
        yield form(f"{CASES}/{file}/detach", reason="撤下")
    number = named["secret"][0]
    yield form(f"{CASES}/{number}/reveal", field="phone", reason="核实")
    yield form(f"{CASES}/{number}/attach", belongs_to="other")
    yield from (form(f"/desk/notices/{notice}/seen") for notice in named["notices"][:6])


def moves(named: Named) -> Asked:
    """Every move on a confidential case."""
    number = named["secret"][0]
    for verb in FORMS:
        typed = WAYS[verb].typed if verb in WAYS else {}
        yield form(f"{CASES}/{number}/{verb}", seen="1", **typed)


def bulk(named: Named) -> Asked:
    """Confidential cases among many."""
    chosen = [f"{number}:3" for number in (*named["secret"], named["ordinary"]["waiting"])]
    for verb in ("dispatch", "urge", "join", "close"):
        yield form(f"{CASES}/bulk/{verb}", chosen=chosen[:-1])
        yield form(f"{CASES}/bulk/{verb}", chosen=chosen)
        yield form(
            f"{CASES}/bulk/{verb}", chosen=chosen, sure="1", main=named["secret"][0], to="east"
        )


def ordinary(named: Named) -> Asked:
    """The ordinary cases that have to do with confidential ones, and naming those on them."""
    yield from (page(f"{CASES}/{number}") for number in named["ordinary"].values())
    waiting, other = named["ordinary"]["waiting"], named["ordinary"]["twin"]
    for secret in named["secret"][:2]:
        yield form(f"{CASES}/{other}/tell_progress", seen="1", earlier=secret, text="")
        yield form(f"{CASES}/{waiting}/join", seen="2", main=secret, reason="")


def figures(named: Named) -> Asked:
    """Figures with the cases behind them, and what a bulletin is made of."""
    yield from (page("/desk/figures"), page(f"/desk/figures/{MONTH}"))
    for name in ("total.count", "total.closed", "total.open", "calls.count", "topics.dirt.count"):
        yield page(f"/desk/figures/{MONTH}/{name}")
        yield page(f"/desk/figures/{MONTH}/{name}", whole="1")
    moments = {"as_of": f"{MONTH}-20T12:00:00", "with": "now"}
    yield page(f"/desk/figures/{MONTH}", **moments)
    yield page(f"/desk/figures/{MONTH}/total.closed/changes", **moments)
    yield from (page(f"/desk/board/{MONTH}"), page(f"/desk/board/{MONTH}/at-risk"))
    yield page(f"/desk/board/{MONTH}/all.count")
    yield asked(f"figures/{MONTH}")


def bulletins(named: Named) -> Asked:
    """The bulletin, its candidates, its files, and picking what one may not see."""
    at = f"/desk/bulletins/monthly/{MONTH}"
    yield from (page("/desk/bulletins"), page(at))
    yield from (page(f"{at}/file.{kind}") for kind in FORMATS)
    for words in ("", "好处费", FIRST_WORDS[0].title, OTHER_WORDS[0].title, named["secret"][0]):
        yield page(f"{at}/candidates", q=words)
        yield page(f"{at}/candidates", q=words, section="well_handled")
    for tab in ("figures", "candidates", "check", "comments", "flow"):
        yield page(at, tab=tab)
    for number in (named["secret"][0], named["secret"][2]):
        yield form(f"{at}/pick-case", number=number, section="prominent")
        yield form(f"{at}/pick", section="prominent", group="", text="一。", cases=number)


def knowledge(named: Named) -> Asked:
    """Articles: how often each was used, and in answer to whom."""
    yield from (page("/desk/knowledge"), page("/desk/knowledge", q="停水"))
    yield page(f"/desk/knowledge/{named['article']}")
    yield from (page(f"/desk/knowledge/{part}") for part in ("work", "expiring", "corrections"))
    yield form(f"/desk/knowledge/{named['article']}/use", case=named["secret"][0])
    yield from (asked("knowledge"), asked(f"knowledge/{named['article']}"))


def office(named: Named) -> Asked:
    """The other screens of the office: catalogue, simulations, imports, quarantine, campaigns."""
    at = "/desk/dispatch-rules"
    yield from (page(at), page(f"{at}/file.csv"), page(f"{at}/needs-person"))
    yield page(f"{at}/simulations")
    yield form(f"{at}/try", text=FIRST_WORDS[0].text, topic="", kind="", place="", day="")
    yield from (page("/desk/imports"), page("/desk/quarantine"), page("/desk/campaigns"))
    yield from (page(f"/desk/quarantine/{NO_ROW}"), page(f"/desk/imports/{NO_ROW}"))
    yield page("/desk/topics", topic=FIRST_WORDS[0].title)
    yield page("/desk/topics", topic=OTHER_WORDS[0].title)
    yield page(f"/desk/{FIRST_CALLERS[0].name}")


def program_lists(named: Named) -> Asked:
    """The lists of the API."""
    yield asked("cases")
    yield asked("cases", limit="2")
    yield asked("cases", overdue="true")
    yield from (asked("cases", queue=queue) for queue in ("reply", "review", "call_back"))
    yield from (asked("cases", q=words) for words in probes(named))
    yield from (sent("cases/search", {"q": words}) for words in probes(named))


def program_cases(named: Named) -> Asked:
    """Confidential cases and ordinary ones over the API."""
    for number in (*named["secret"], *named["ordinary"].values()):
        yield asked(f"cases/{number}")
    for number in (named["secret"][0], *named["ordinary"].values()):
        yield asked(f"cases/{number}/journal")
    yield asked(f"cases/{named['secret'][0]}/attachments")
    yield asked(f"cases/{named['files'][0]}")


def body_of(verb: str) -> dict[str, Any]:
    """The body of a move."""
    return PLAIN.get(verb) or FILLED.get(verb, {})


def program_moves(named: Named) -> Asked:
    """Every move over the API, one by one and in bulk."""
    numbers = named["secret"]
    for verb in BODIES:
        yield sent(f"cases/{numbers[0]}/{verb}", body_of(verb))
    for verb in BULK_VERBS:
        rows = [{"number": number} for number in numbers]
        yield sent(f"cases/bulk/{verb}", {**body_of(verb), "cases": rows})
    waiting = named["ordinary"]["waiting"]
    yield sent(f"cases/{waiting}/join", {"main": numbers[0]})
    yield sent(f"cases/{waiting}/tell_progress", {"earlier": numbers[0]})


def program_rest(named: Named) -> Asked:
    """What else the API says."""
    yield from (asked("verbs"), asked("openapi.json"), asked("nothing/here"))
    yield asked("cases", cursor="MjAyMg")


def arriving(named: Named) -> Asked:
    """Handing in what was handed in before: the same words, the same phone, no name."""
    for phone in (*BOTH_PHONES, FIRST_CALLERS[1].phone, NAMELESS_PHONE):
        matter = {"channel": "telephone", "urgency": "ordinary", "kind": "help", "topic": "010214"}
        words = {"text": FIRST_WORDS[0].text, "title": "", "key": f"k{phone}" + "0" * 20}
        yield form("/desk/cases/new", sender_phone=phone, button="register", **matter, **words)
        yield page("/desk/cases")
        sender = {"sender": {"phone": phone}}
        yield sent("cases", {"channel": "telephone", "key": phone, "text": "路灯不亮。", **sender})
    yield asked("cases", limit="8")
    # The cases just made, whose numbers follow those of all lives.
    yield from (asked(f"cases/{number}") for number in drawn_next())


def drawn_next() -> Iterator[str]:
    """The numbers of the cases that a script makes."""
    yield from (f"YT20220429-{place:06d}" for place in range(18, 26))


def sent_again(named: Named) -> Asked:
    """The very arrivals of confidential cases, sent by somebody who guesses the key."""
    for secret, key in enumerate(named["keys"][:6]):
        for who in (FIRST_CALLERS[secret], OTHER_CALLERS[secret]):
            for said in (FIRST_WORDS[secret], OTHER_WORDS[secret]):
                matter = {"title": said.title, "text": said.text}
                arrival = {"channel": "telephone", "key": key, **matter}
                number = {"external_number": who.external_number}
                yield sent("cases", {**arrival, **number, "sender": {"phone": who.phone}})


def with_receipts(named: Named) -> Asked:
    """How far confidential cases are, asked with the receipts that their callers were given."""
    yield from (form("/progress", receipt=receipt) for receipt in named["receipts"][:3])


def portal(named: Named) -> Asked:
    """The citizens' site, to whom has no receipt."""
    yield from (
        page("/"),
        page("/bulletins"),
        page(f"/bulletins/monthly/{MONTH}"),
        page("/progress"),
    )
    yield from (form("/progress", receipt=text) for text in ("0" * 12, "", named["secret"][0]))
    yield from (page(CASES), page(f"{CASES}/{named['secret'][0]}"), page("/health"))
    yield asked("cases")


def guessing(named: Named) -> Asked:
    """A unit that has the case tries numbers of whom it suspects, and looks what is said."""
    number, replied = named["secret"][0], named["secret"][3]
    for phone in BOTH_PHONES:
        yield form(f"{CASES}/{number}/contact", seen="10", reached="no", dialled=phone)
        yield page(f"{CASES}/{number}")
        yield sent(f"cases/{number}/contact", {"reached": False, "dialled": phone})
        yield asked(f"cases/{number}")
        yield asked(f"cases/{number}/journal")
    for phone in BOTH_PHONES:
        reply = {"handling": "已核查。", "answer": "已处理。", "solved": True, "dialled": phone}
        moment = {"contacted_at": "2022-04-28T10:00:00+08:00"}
        yield sent(f"cases/{number}/reply", {**reply, **moment})
        yield asked(f"cases/{number}")
    for field in ("name", "phone", "home"):
        yield form(f"{CASES}/{replied}/reveal", field=field, reason="核实情况")


Surface = Callable[[Named], Asked]
PAGES: tuple[Surface, ...] = (home, desks, lists, search, by_number, ordinary)
PROGRAM: tuple[Surface, ...] = (program_lists, program_cases)
MOVES: tuple[Surface, ...] = (moves, bulk, program_moves)
OFFICE: tuple[Surface, ...] = (figures, bulletins, knowledge, office)
ALL = (*PAGES, *PROGRAM, *MOVES, *OFFICE, program_rest)
AT_A_GLANCE: tuple[Surface, ...] = (home, by_number, program_cases)
# Who must know neither the case nor the caller, with what they ask.
UNAUTHORISED: dict[str, tuple[Surface, ...]] = {
    "": (portal,),
    OTHER_TAKER: (*ALL, arriving),
    "call_taker": (home, lists, search, arriving),
    "bulletin_editor": (home, lists, by_number, ordinary, *OFFICE),
    **dict.fromkeys(("system_admin", "security_admin", "audit_admin"), (home, *OFFICE, by_number)),
    f"unit_clerk-{ACCUSED}": ALL,
    f"unit_leader-{ACCUSED}": (*AT_A_GLANCE, knowledge),
    **{f"unit_clerk-{unit}": (home, lists, by_number) for unit in (BELOW, BESIDE, ABOVE_HANDLER)},
    f"unit_clerk-{ABOVE}": (*PAGES, program_cases, knowledge),
    f"unit_clerk-{FORMER}": (home, search, by_number, ordinary),
    **{f"unit_leader-{unit}": (home, by_number) for unit in (ABOVE, BELOW, BESIDE, FORMER)},
    f"unit_leader-{ABOVE_HANDLER}": (home, by_number),
}
# Who has the case, and must not know the caller.
HANDLING: dict[str, tuple[Surface, ...]] = {
    f"unit_clerk-{HANDLER}": (*PAGES, *PROGRAM, guessing),
    f"unit_leader-{HANDLER}": (home, by_number),
}
# They may know that the case exists: they took the call, had it, or count all that came.
KNOW_OF_IT = ("call_taker", "bulletin_editor", f"unit_clerk-{FORMER}", f"unit_leader-{FORMER}")


def scripts(named: Named, pair: str) -> dict[str, list[Script]]:
    """The scripts of a pair of worlds, by person."""
    people = dict(UNAUTHORISED)
    if pair == "who called":
        people |= HANDLING
    if pair == "whether anybody called":
        people = {name: asks for name, asks in people.items() if name not in KNOW_OF_IT}
    else:
        people[OTHER_TAKER] = (*people[OTHER_TAKER], sent_again)
        people[""] = (*people[""], with_receipts)
    # A move on what one may not see is answered as on nothing, which a test shows by itself.
    left_out = () if pair == "who called" else MOVES
    return {
        name: [
            Script(name, surface.__name__, tuple(surface(named)))
            for surface in surfaces
            if surface not in left_out
        ]
        for name, surfaces in people.items()
    }
