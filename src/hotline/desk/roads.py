"""线路: the connections to other systems, how they go, and what their adapters need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.channels.adapters import ADAPTERS
from hotline.channels.trying import missing, try_road
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.roads import NewRoadForm, RoadForm
from hotline.records.models import Road, RoadEntry
from hotline.records.queries.roads import (
    MOST_COUNTED,
    Waits,
    last_deliveries,
    last_originals,
    waits_by_road,
)
from hotline.steps.roads.keep_road import begin_road, change_road, switch_road

PERMIT = "manage_roads"
SHOWN = 10
MOST_ROADS = 100
VERBS = {"began": "新增", "changed": "更改", "switched": "开关"}
FACTS = {
    "name": "名称",
    "channel": "渠道",
    "answers": "回传",
    "settings": "设置",
    "secrets": "密码和密钥",
    "is_on": "打开",
    "adapter": "对接方式",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One road of the list."""

    road: Road
    adapter: str
    is_known: bool
    waits: Waits


@for_staff(PERMIT)
@require_safe
def roads(request: StaffRequest) -> HttpResponse:
    """GET every road with how it goes."""
    rows = list(Road.objects.select_related("channel").defer("secrets_sealed")[:MOST_ROADS])
    waits = waits_by_road(rows)
    lines = [Line(row, _called(row), row.adapter in ADAPTERS, waits[row.pk]) for row in rows]
    context = {"lines": lines, "most": MOST_COUNTED}
    return render(request, "desk/roads/list.html", context)


@for_staff(PERMIT)
def new_road(request: StaffRequest) -> HttpResponse:
    """GET the form of a further road, POST it."""
    form = NewRoadForm(request.POST if request.method == "POST" else None, auto_id="road_%s")
    if request.method != "POST":
        return render(request, "desk/roads/new.html", {"form": form})
    if form.is_valid():
        given = form.cleaned_data
        try:
            road = begin_road(
                given["code"], given["adapter"], form.facts(), by=request.user, at=timezone.now()
            )
        except REFUSALS as error:
            put_on(form, error)
        else:
            messages.success(request, f"已新增线路“{road.name}”；填写设置、试连后再打开。")
            return redirect("desk:road", road.code)
    return render(request, "desk/roads/new.html", {"form": form}, status=INVALID)


@for_staff(PERMIT)
def road(request: StaffRequest, code: str) -> HttpResponse:
    """GET one road, POST what is known of it."""
    row = _road_or_404(code)
    if request.method != "POST":
        return _page(request, row, RoadForm(road=row))
    form = RoadForm(request.POST, road=row)
    if not form.is_valid():
        return _page(request, row, form, INVALID)
    try:
        change_road(
            row,
            form.facts(),
            by=request.user,
            at=timezone.now(),
            seen=form.cleaned_data["seen"],
        )
    except REFUSALS as error:
        return _page(request, row, form, put_on(form, error))
    messages.success(request, f"已保存线路“{row.name}”的设置。")
    return redirect("desk:road", code)


@for_staff(PERMIT)
@require_POST
def road_switch(request: StaffRequest, code: str) -> HttpResponse:
    """POST: on or off."""
    row = _road_or_404(code)
    wants = request.POST.get("on") == "1"
    lacking = missing(row) if wants else []
    if lacking:
        messages.error(request, f"还不能打开，请先填写：{'、'.join(lacking)}。")
        return redirect("desk:road", code)
    try:
        switch_road(row, on=wants, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已{'打开' if wants else '关闭'}线路“{row.name}”。")
    return redirect("desk:road", code)


@for_staff(PERMIT)
@require_POST
def road_try(request: StaffRequest, code: str) -> HttpResponse:
    """POST: ask the other side whether it is there."""
    row = _road_or_404(code)
    tried = try_road(row, at=timezone.now())
    tell = messages.success if tried.answers else messages.error
    tell(request, f"{'连接正常' if tried.answers else '没有连上'}：{tried.said}")
    return redirect("desk:road", code)


def _page(request: StaffRequest, row: Road, form: RoadForm, status: int = 200) -> HttpResponse:
    context = {
        "road": row,
        "form": form,
        "adapter": _called(row),
        "waits": waits_by_road([row])[row.pk],
        "most": MOST_COUNTED,
        "missing": missing(row),
        "originals": last_originals(row, SHOWN),
        "deliveries": last_deliveries(row, SHOWN),
        "sees_cases": request.user.may("see_all_cases"),
        "journal": [_told(entry) for entry in _entries(row)],
    }
    return render(request, "desk/roads/road.html", context, status=status)


def _entries(row: Road) -> list[RoadEntry]:
    return list(row.journal.select_related("by").order_by("-at", "-pk")[:SHOWN])


def _told(entry: RoadEntry) -> dict[str, Any]:
    """An entry in words; of settings only which ones changed."""
    names = "、".join(FACTS.get(name, name) for name in entry.after)
    if entry.verb == "switched":
        names = "打开" if entry.after.get("is_on") else "关闭"
    who = entry.by.name if entry.by else "系统"
    return {"at": entry.at, "by": who, "verb": VERBS.get(entry.verb, entry.verb), "what": names}


def _called(row: Road) -> str:
    adapter = ADAPTERS.get(row.adapter)
    return adapter.name if adapter is not None else row.adapter


def _road_or_404(code: str) -> Road:
    row = Road.objects.select_related("channel").filter(code=code).first()
    if row is None:
        raise Http404
    return row
