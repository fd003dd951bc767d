"""Roads: what comes in takes effect once, in whatever order; what is owed goes out in its turn."""

from __future__ import annotations

import json
from datetime import timedelta

from hotline.channels.fetching import fetch
from hotline.channels.sending import send_due
from hotline.records.models import Amendment, Case, Contact, Delivery, Inbound, JournalEntry, Road
from hotline.records.queries.reference import forget
from hotline.records.queries.telling_roads import told
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.dispatch import dispatch
from hotline.steps.roads.hear import raw_of
from hotline.steps.sign import sign
from hotline.steps.waiting.ask_more import ask_more
from tests.factories import City
from tests.steps.cases import BEGIN, LATER


def message(key: str, text: str, **more: object) -> str:
    at = BEGIN.astimezone(CHINA).isoformat()
    return json.dumps({"key": key, "text": text, "at": at, **more}, ensure_ascii=False)


def road(city: City, adapter: str = "dummy", **facts: object) -> Road:
    known = {"code": adapter, "name": "演练", "channel": city.channels["telephone"], "is_on": True}
    made = Road.objects.create(adapter=adapter, **{**known, **facts})
    forget()
    return made


def test_a_message_fetched_twice_is_one_case_and_is_kept_as_it_came(city: City) -> None:
    first = message("上-1", "路灯不亮。")
    on = road(city, settings={"messages": [first]})
    assert fetch(on, at=LATER) == {"taken": 1}
    on.mark = {}
    assert fetch(on, at=LATER) == {"repeated": 1}
    kept = Inbound.objects.get()
    assert (Case.objects.get().text, kept.state, raw_of(kept)) == (
        "路灯不亮。",
        "taken",
        first.encode(),
    )


def test_what_a_case_owes_goes_out_in_the_order_of_its_moves(city: City) -> None:
    fetch(road(city, settings={"messages": [message("上-1", "路灯不亮。")]}), at=LATER)
    case = Case.objects.get()
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    accept(case, by=None, at=LATER)
    answer(case, text="已修好。", by=None, at=LATER)
    owed = list(Delivery.objects.order_by("pk").values_list("kind", "state"))
    assert owed == [("received", "waiting"), ("accepted", "waiting"), ("result", "waiting")]
    assert send_due(at=LATER) == {"sent": 3}
    assert send_due(at=LATER) == {}


def test_a_correction_before_its_matter_waits_for_it(city: City) -> None:
    later = message("上-1-更正", "路灯和井盖。", kind="correct", about="上-1")
    on = road(city, settings={"messages": [later, message("上-1", "路灯不亮。")]})
    assert fetch(on, at=LATER) == {"waiting": 1, "taken": 1}
    assert Case.objects.get().text == "路灯和井盖。"
    assert Contact.objects.get().text == "路灯不亮。"
    assert Amendment.objects.get().changed == ["text"]
    assert list(JournalEntry.objects.order_by("seq").values_list("verb", flat=True)) == [
        "register",
        "amend",
    ]


def test_what_cannot_be_read_is_held_with_its_bytes_and_the_next_is_taken(city: City) -> None:
    on = road(city, settings={"messages": ["{", message("上-2", "井盖松动。")]})
    assert fetch(on, at=LATER) == {"held": 1, "taken": 1}
    held = Inbound.objects.get(state="held")
    assert (held.reason, raw_of(held)) == ("not_json", b"{")


def test_a_road_that_is_down_loses_nothing_and_is_tried_again(city: City) -> None:
    on = road(city, settings={"messages": [message("上-1", "路灯不亮。")]})
    fetch(on, at=LATER)
    Road.objects.update(adapter="failing")
    assert send_due(at=LATER) == {"down": 1}
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.problem) == ("waiting", 1, "对方系统没有应答（演练）。")
    Road.objects.update(adapter="dummy")
    Delivery.objects.update(next_at=LATER - timedelta(seconds=1))
    assert send_due(at=LATER) == {"sent": 1}


def test_what_a_unit_asks_goes_back_the_way_it_came_and_the_answer_lets_it_go_on(
    city: City,
) -> None:
    on = road(city, settings={"messages": [message("上-1", "路灯不亮。")]})
    fetch(on, at=LATER)
    case = Case.objects.get()
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    accept(case, by=None, at=LATER)
    dispatch(case, to=city.units["east"], by=None, at=LATER)
    sign(case, by=None, at=LATER)
    ask_more(case, question="请说明是哪一根灯杆。", by=None, at=LATER)
    asked = Delivery.objects.get(kind="question")
    assert told(case, asked).text == "请说明是哪一根灯杆。"
    answer_text = message("上-1-答", "东头第三根。", kind="answer", about="上-1")
    on.settings["messages"].append(answer_text)
    assert fetch(on, at=LATER) == {"taken": 1}
    case.refresh_from_db()
    assert case.status == Status.IN_HANDLING
