"""Suspicious patterns over real cases: found once, kept by identity, not back when dismissed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError

from hotline.records.models import (
    Case,
    Suspicion,
    SuspicionPiece,
    SuspicionRuling,
    SuspicionRun,
)
from hotline.records.queries.suspicions import evidence_of, shown, suspicions_for
from hotline.rules.permits import NotPermitted
from hotline.steps import find_suspicions as search
from hotline.steps.classify import classify
from hotline.steps.contact import contact
from hotline.steps.find_suspicions import ask_search, run_search, search_nightly
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.moving import Refused
from hotline.steps.reply import reply
from hotline.steps.rule_suspicion import rule_suspicion
from tests.factories import City
from tests.steps.cases import BEGIN, LATER, walked

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = "您好，您反映的问题我单位高度重视，已安排工作人员到现场核实，后续将加强巡查。"


def replied_alike(city: City, count: int, **facts: object) -> list[Case]:
    """Cases that one unit answers with the same words, each an hour after it was signed."""
    clerk = city.person("unit_clerk", "east")
    cases = [walked(city, "in_handling", **facts) for _ in range(count)]
    for case in cases:
        reply(case, handling="已转办。", answer=WORDS, solved=True, by=clerk, at=LATER)
    return cases


def found(rule: str) -> list[Suspicion]:
    return list(Suspicion.objects.filter(rule=rule).order_by("found_at"))


def test_cloned_replies_are_kept_by_identity_and_found_once(city: City) -> None:
    cases = replied_alike(city, 3)
    first = search_nightly(at=BEGIN + DAY)
    assert (first.status, first.position, first.size, first.found) == ("finished", 7, 7, 1)
    (row,) = found("clones")
    assert set(row.pieces.values_list("case", flat=True)) == {case.pk for case in cases}
    assert (row.department, row.numbers) == (
        city.units["east"],
        {"days": 30, "count": 3, "topics": 1},
    )
    assert search_nightly(at=BEGIN + 2 * DAY).found == 0
    assert SuspicionPiece.objects.count() == 3


def test_what_was_dismissed_returns_only_with_enough_that_is_new(city: City) -> None:
    supervisor = city.person("supervisor")
    replied_alike(city, 3)
    search_nightly(at=BEGIN + DAY)
    (row,) = found("clones")
    rule_suspicion(row, verdict="dismissed", note="规定口径。", by=supervisor, at=BEGIN + DAY)
    replied_alike(city, 2)
    assert search_nightly(at=BEGIN + 2 * DAY).found == 0
    assert [(one.standing, one.pieces.count()) for one in found("clones")] == [("dismissed", 3)]
    replied_alike(city, 1)
    assert search_nightly(at=BEGIN + 3 * DAY).found == 1
    assert [(one.standing, one.pieces.count()) for one in found("clones")] == [("open", 6)]


def test_what_is_watched_grows_without_being_told_anew(city: City) -> None:
    replied_alike(city, 3)
    search_nightly(at=BEGIN + DAY)
    (row,) = found("clones")
    supervisor = city.person("supervisor")
    rule_suspicion(row, verdict="watched", note="再看一个月。", by=supervisor, at=BEGIN + DAY)
    replied_alike(city, 1)
    assert search_nightly(at=BEGIN + 2 * DAY).found == 0
    assert [(one.standing, one.pieces.count()) for one in found("clones")] == [("watched", 4)]


def test_a_complaint_made_a_consultation_after_dispatch_is_found(city: City) -> None:
    taker = city.person("call_taker")
    mild, topic = city.kinds["consultation"], city.topics["010214"]
    for status in ("in_handling", "awaiting_dispatch"):  # before the dispatch it is a correction
        classify(walked(city, status), kind=mild, topic=topic, by=taker, at=LATER)
    search_nightly(at=BEGIN + DAY)
    (row,) = found("relabelled")
    assert shown(row).says.startswith("派单以后，诉求类型由“投诉”改为“咨询”")
    (piece,), _ = evidence_of(city.person("supervisor"), row)
    assert (piece.entry.by if piece.entry else None, piece.case.lead) == (taker, city.units["east"])


def test_one_number_for_two_callers_is_found_without_being_kept(city: City) -> None:
    clerk = city.person("unit_clerk", "east")
    for phone in ("15400000001", "15400000002"):
        case = walked(city, "in_handling", phone=phone)
        contact(case, reached=True, dialled="15400007777", by=clerk, at=LATER)
    search_nightly(at=BEGIN + DAY)
    (row,) = found("other_number")
    assert (row.numbers["count"], row.numbers["of"], row.numbers["most"]) == (2, 2, 2)
    assert "15400007777" not in f"{row.subject}{row.numbers}"


def test_a_talk_after_failed_tries_that_only_the_reply_knows_is_found(city: City) -> None:
    clerk = city.person("unit_clerk", "east")
    said, reached = (walked(city, "in_handling") for _ in range(2))
    for case, is_reached in ((said, False), (reached, True)):
        contact(case, reached=is_reached, by=clerk, at=LATER - DAY / 48)
        reply(
            case, handling="已转办。", answer="已办。", solved=True, contacted_at=LATER,
            by=clerk, at=LATER,
        )  # fmt: skip
    search_nightly(at=BEGIN + DAY)
    assert [one.pieces.get().case for one in found("unreached")] == [said]


def test_who_may_see_none_of_the_cases_sees_no_suspicion(city: City) -> None:
    cases = replied_alike(city, 3)
    search_nightly(at=BEGIN + DAY)
    dispatcher, supervisor = city.person("dispatcher"), city.person("supervisor")
    mark_confidential(cases[0], reason="举报。", by=dispatcher, at=BEGIN + DAY)
    (row,) = suspicions_for(supervisor)
    pieces, hidden = evidence_of(supervisor, row)
    assert ({piece.case for piece in pieces}, hidden) == (set(cases[1:]), 1)
    for case in cases[1:]:
        mark_confidential(case, reason="举报。", by=dispatcher, at=BEGIN + DAY)
    assert (suspicions_for(supervisor).count(), suspicions_for(dispatcher).count()) == (0, 1)


def test_a_verdict_needs_a_choice_and_a_reason_and_is_never_edited(city: City) -> None:
    replied_alike(city, 3)
    search_nightly(at=BEGIN + DAY)
    (row,) = found("clones")
    supervisor = city.person("supervisor")
    for facts, said in (
        ({"verdict": "", "note": "x"}, "请选择认定结果：属实、不属实、继续观察。"),
        ({"verdict": "confirmed", "note": " "}, "请写明核实的情况和理由。"),
        ({"verdict": "confirmed", "note": "长" * 2001}, "核实情况超过 2000 个字，请缩短。"),
    ):
        with pytest.raises(Refused) as refusal:
            rule_suspicion(row, **facts, by=supervisor, at=LATER)
        assert str(refusal.value) == said
    with pytest.raises(NotPermitted):
        rule_suspicion(row, verdict="confirmed", note="x", by=city.person("reviewer"), at=LATER)
    kept = rule_suspicion(row, verdict="confirmed", note=" 三件照抄。 ", by=supervisor, at=LATER)
    assert (kept.note, kept.pieces, row.standing) == ("三件照抄。", 3, "confirmed")
    with pytest.raises(IntegrityError, match="append only"):
        SuspicionRuling.objects.filter(pk=kept.pk).update(note="别的")


def test_one_search_at_a_time(city: City) -> None:
    supervisor = city.person("supervisor")
    run = ask_search(by=supervisor, at=LATER)
    with pytest.raises(Refused, match="正在查找疑点"):
        ask_search(by=supervisor, at=LATER + DAY / 48)
    assert run_search(run, at=LATER).status == "finished"
    assert ask_search(by=supervisor, at=LATER + DAY / 24).status == "waiting"
    with pytest.raises(NotPermitted):
        ask_search(by=city.person("reviewer"), at=LATER + DAY)


def test_a_search_that_breaks_down_is_over(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> Iterator[object]:
        raise RuntimeError

    monkeypatch.setattr(search.rules, "hasty", break_down)
    with pytest.raises(RuntimeError):
        search_nightly(at=LATER)
    run = SuspicionRun.objects.get()
    assert (run.status, run.position, run.finished_at) == ("failed", 4, LATER)
