"""One verb for many cases: chosen on the list, looked at beforehand, done in parts, told one by
one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hotline.desk.chips import list_address
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID
from hotline.desk.forms.moves import FORMS
from hotline.desk.forms.moving import MoveForm
from hotline.records.models import Case, Department
from hotline.records.queries.case_pages import cases_called
from hotline.records.queries.choosing import unit_label, units_on
from hotline.records.queries.narrowing import narrowed
from hotline.records.queries.reference import below
from hotline.records.queries.wanted import Wanted
from hotline.rules.life import MOVES
from hotline.steps.foretell import foretell
from hotline.steps.in_bulk import BULK_VERBS, Outcome, in_bulk
from hotline.steps.verbs import STEPS

# At the desk a supervision is begun and raised for several cases too.
DESK_VERBS = (*BULK_VERBS, "supervise", "raise_supervision")
# Screens that cases are chosen on beside the list of all cases, to return to.
ORIGINS = {
    "desk:oversight": "返回督办台",
    "desk:oversight_stuck": "返回督办台",
    "desk:unit": "返回承办台",
    "desk:hot_issues": "返回热点",
    "desk:same_events": "返回疑似重复",
}
MOST = 500
NUMBER = re.compile(r"[A-Z0-9-]{1,40}")
AT_ONCE = 50
BEYOND_STORING = 10**9
# What the page itself carries besides the verb's own facts.
CARRIED = ("chosen", "done", "refused", "sure", "all", "origin", "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of cases in earlier parts: numbers that were moved, and why others were not."""

    done: Sequence[str]
    refused: Sequence[tuple[str, str]]

    @classmethod
    def carried(cls, request: StaffRequest) -> Told:
        """As the page carried it from part to part."""
        pairs = (one.partition("|") for one in request.POST.getlist("refused")[:MOST])
        done = (one for one in request.POST.getlist("done")[:MOST] if NUMBER.fullmatch(one))
        return cls(
            list(done), [(number, why) for number, _, why in pairs if NUMBER.fullmatch(number)]
        )

    def and_then(self, outcomes: Sequence[Outcome]) -> Told:
        """With what became of one more part."""
        return Told(
            [*self.done, *(each.case.number for each in outcomes if each.done)],
            [
                *self.refused,
                *((each.case.number, each.sentence) for each in outcomes if not each.done),
            ],
        )

    @property
    def is_empty(self) -> bool:
        """Whether this is the first part."""
        return not (self.done or self.refused)


@for_staff("see_all_cases", "see_unit_cases")
def bulk(request: StaffRequest, verb: str) -> HttpResponse:
    """POST the chosen cases: first the page that foretells and asks, then, with `sure`, a part of
    them after the other."""
    if verb not in DESK_VERBS:
        raise Http404
    chosen, told = _chosen(request), Told.carried(request)
    versions = versions_of(chosen[:MOST])
    known = cases_called(request.user, versions)
    cases = [known[number] for number in versions if number in known]
    if request.method != "POST" or not (cases or not told.is_empty):
        messages.error(request, "请先在列表中勾选工单。")
        return redirect(_origin(request) or "desk:cases")
    if not request.user.may(MOVES[verb].permit):
        raise PermissionDenied
    if len(chosen) > MOST:
        messages.error(request, f"一次最多 {MOST} 件，其余没有带入，请分次办理。")
    if not cases:
        return _told(request, verb, told, [], {})
    form = _form(request, verb, cases[0])
    if not form.is_bound or not form.is_valid():
        return _confirm(request, verb, cases, versions, form)
    facts = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    outcomes = in_bulk(STEPS[verb], cases[:AT_ONCE], seen=versions, **facts)
    if told.is_empty and (lacking := _lacking(form, outcomes)):
        form.add_error(*lacking)
        return _confirm(request, verb, cases, versions, form)
    return _told(request, verb, told.and_then(outcomes), cases[AT_ONCE:], versions)


def _chosen(request: StaffRequest) -> list[str]:
    """What was ticked; with `all`, everything that fits the list's filter, one more than MOST."""
    if request.POST.get("all") != "1" or request.POST.get("sure"):
        return request.POST.getlist("chosen")
    wanted = Wanted.from_query(request.POST.dict())
    found = narrowed(request.user, wanted, timezone.now()).order_by("-registered_at", "-pk")
    rows = found.values_list("number", "version")[: MOST + 1]
    return [f"{number}:{version}" for number, version in rows]


def versions_of(chosen: list[str]) -> dict[str, int]:
    """The chosen numbers, each with the version that the list showed."""
    found = {}
    for one in chosen:
        number, _, version = one.partition(":")
        if number.isprintable() and version.isascii() and version.isdigit():
            found[number] = min(int(version[:10]), BEYOND_STORING)
    return found


def _form(request: StaffRequest, verb: str, first: Case) -> MoveForm:
    """The verb's form for all of them: the versions are kept beside it."""
    data = request.POST if request.POST.get("sure") else None
    form = FORMS[verb](data, case=first, by=request.user, at=timezone.now())
    del form.fields["seen"]
    form.initial |= {name: request.POST[name] for name in ("level", "main") if name in request.POST}
    return form


def _origin(request: StaffRequest) -> str:
    """The screen that the cases were chosen on; empty for the list of all cases."""
    given = request.POST.get("origin", "")
    return given if given in ORIGINS else ""


def _lacking(form: MoveForm, outcomes: Sequence[Outcome]) -> tuple[str, str] | None:
    """The field and sentence by which every case was refused: the form is wrong, not a case."""
    said = {(outcome.field, outcome.sentence) for outcome in outcomes}
    field, sentence = next(iter(said))
    return (field, sentence) if len(said) == 1 and field in form.fields else None


def _confirm(
    request: StaffRequest,
    verb: str,
    cases: list[Case],
    versions: Mapping[str, int],
    form: MoveForm,
) -> HttpResponse:
    """The page that foretells and asks once for all; with what was wrong, if it was sent before."""
    outcomes = foretell(request.user, verb, cases, seen=versions)
    will = [each.case for each in outcomes if each.done]
    context = {
        "verb": verb,
        "name": MOVES[verb].name,
        "total": len(cases),
        "will": [(case, f"{case.number}:{versions[case.number]}") for case in will],
        "refused": [each for each in outcomes if not each.done],
        "form": form,
        "origin": _origin(request),
        "back": _back(request),
        "back_name": ORIGINS.get(_origin(request), "返回列表"),
        "units": [unit_label(unit) for unit in _units(request, verb)] if form.names_units else [],
    }
    return render(request, "desk/bulk.html", context, status=INVALID if form.errors else 200)


def _told(
    request: StaffRequest, verb: str, told: Told, left: Sequence[Case], versions: Mapping[str, int]
) -> HttpResponse:
    """What became of those done so far; while some are left, the page goes on by itself."""
    known = cases_called(request.user, [*told.done, *(number for number, _ in told.refused)])
    context: dict[str, Any] = {
        "verb": verb,
        "name": MOVES[verb].name,
        "done": [known.get(number) or Case(number=number) for number in told.done],
        "refused": [
            (known.get(number) or Case(number=number), why) for number, why in told.refused
        ],
        "origin": _origin(request),
        "back": _back(request, verb),
        "back_name": ORIGINS.get(_origin(request), "返回列表"),
        "left": [f"{case.number}:{versions[case.number]}" for case in left],
        "so_far": len(told.done) + len(told.refused),
        "total": len(told.done) + len(told.refused) + len(left),
        "facts": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in CARRIED
            for value in values
        ],
    }
    return render(request, "desk/bulk_done.html", context)


def _units(request: StaffRequest, verb: str) -> Sequence[Department]:
    """The units to suggest: for passing down only those below one's own."""
    units = units_on(timezone.localdate())
    own = request.user.department
    if verb != "pass_down" or own is None:
        return units
    mine = below(own) - {own.pk}
    return [unit for unit in units if unit.pk in mine]


def _back(request: StaffRequest, done: str = "") -> str:
    """The screen that the cases were chosen on, or the list as it was narrowed; after it was
    `done`, the queue that is left."""
    if origin := _origin(request):
        return reverse(origin)
    if done in ("dispatch", "close"):
        return f"{reverse('desk:cases')}?queue={done}"
    return list_address(Wanted.from_query(request.POST.dict()))
