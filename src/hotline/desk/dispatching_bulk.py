"""Several suggestions accepted in one go: chosen on the desk, looked at on one page, told one by
one. What is dispatched is what the page showed: where the catalogue says otherwise by then, the
case is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk.bulk import MOST, versions_of
from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.models import Case, Department
from hotline.records.queries.case_pages import cases_called
from hotline.records.queries.dispatching import Suggestion, suggestions
from hotline.records.queries.reference import departments_by_code
from hotline.rules.dispatching import Advice
from hotline.rules.life import Status
from hotline.steps.dispatch import dispatch
from hotline.steps.in_bulk import Outcome, in_bulk

CHANGED = "建议单位已有变化，没有派出；请回派单台重新核对。"


@dataclass(frozen=True, slots=True)
class Offer:
    """One case with the unit that is suggested; `problem` says why it cannot go this way."""

    case: Case
    seen: int
    suggestion: Suggestion
    unit: Department | None
    problem: str

    @property
    def value(self) -> str:
        """What its tick sends: the case as it was seen, and the unit as it was shown."""
        return f"{self.case.number}:{self.seen}:{self.suggestion.unit}"

    @property
    def assisting(self) -> list[Department]:
        """The units that are suggested to help."""
        said, known = self.suggestion.said, departments_by_code()
        codes = said.assisting if isinstance(said, Advice) else ()
        return [known[code] for code in codes if code in known]


@for_staff("dispatch")
def accept_several(request: StaffRequest) -> HttpResponse:
    """POST the chosen cases: first the page to look through, then, with `sure`, what came of it."""
    chosen = request.POST.getlist("chosen")[:MOST]
    offers = _offers(request, [":".join(one.split(":")[:2]) for one in chosen])
    if request.method != "POST" or not offers:
        messages.error(request, "请先在派单台勾选工单。")
        return redirect("desk:dispatching")
    if not request.POST.get("sure"):
        return render(request, "desk/desks/accept_several.html", {"offers": offers})
    shown = {one.split(":")[0]: one.split(":")[-1] for one in chosen}
    outcomes = [_sent(request, offer, shown[offer.case.number]) for offer in offers]
    done = [(one, departments_by_code()[shown[one.case.number]]) for one in outcomes if one.done]
    context = {"done": done, "refused": [one for one in outcomes if not one.done]}
    return render(request, "desk/desks/accepted_several.html", context)


def _offers(request: StaffRequest, chosen: Sequence[str]) -> list[Offer]:
    """The chosen cases, in their order, each with what the catalogue says to it now."""
    versions = versions_of(list(chosen))
    known = cases_called(request.user, versions)
    cases = [known[number] for number in versions if number in known]
    said = suggestions(cases, timezone.now())
    return [
        Offer(
            case=case,
            seen=versions[case.number],
            suggestion=one,
            unit=departments_by_code().get(one.unit),
            problem=_problem(case, one),
        )
        for case, one in zip(cases, said, strict=True)
    ]


def _problem(case: Case, suggestion: Suggestion) -> str:
    if case.status != Status.AWAITING_DISPATCH:
        return "工单已不在待派单，可能已由他人办理。"
    return suggestion.problem


def _sent(request: StaffRequest, offer: Offer, shown: str) -> Outcome:
    if offer.problem:
        return Outcome(offer.case, ValueError(offer.problem))
    if offer.suggestion.unit != shown:
        return Outcome(offer.case, ValueError(CHANGED))
    facts = {"to": offer.unit, "assisting": offer.assisting}
    seen = {offer.case.number: offer.seen}
    now = timezone.now()
    return in_bulk(dispatch, [offer.case], seen=seen, by=request.user, at=now, **facts)[0]
