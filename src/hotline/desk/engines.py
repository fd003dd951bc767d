"""文本引擎: which engines there are, what each does, and whether it is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.read_back import back_lines
from hotline.records.models import EngineEntry
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.guesses import running_rows
from hotline.records.queries.reference import engine_on
from hotline.rules.guessed_fields import FIELDS
from hotline.rules.known_engines import KNOWN_ENGINES, KnownEngine
from hotline.rules.thresholds import day_of
from hotline.steps.reading.keep_engine import keep_engine

PERMIT = "manage_engines"
ENTRIES_SHOWN = 12
VERBS = {"set": "更改设置", "let_run": "更换模型版本"}


@dataclass(frozen=True, slots=True)
class Line:
    """One engine of the list, with whether it is on and where more is set."""

    engine: KnownEngine
    is_on: bool
    url: str


@for_staff(PERMIT)
@require_safe
def engines(request: StaffRequest) -> HttpResponse:
    """GET every engine, and the last changes to them."""
    entries = EngineEntry.objects.select_related("by").order_by("-at", "-pk")[:ENTRIES_SHOWN]
    context = {
        "lines": [Line(e, engine_on(e.code), _url(e)) for e in KNOWN_ENGINES.values()],
        "learned": running_rows(),
        "back": back_lines(),
        "today": day_of(timezone.now()),
        "entries": [told(entry) for entry in entries],
    }
    return render(request, "desk/engines/list.html", context)


@for_staff(PERMIT)
@require_POST
def switch(request: StaffRequest, engine: str) -> HttpResponse:
    """POST: switch one engine on or off; its other settings stay."""
    if engine not in KNOWN_ENGINES:
        raise Http404
    is_on = request.POST.get("to") == "on"
    setting = setting_of(engine)
    try:
        keep_engine(
            engine, is_on=is_on, options=setting.options, by=request.user, at=timezone.now()
        )
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        name = KNOWN_ENGINES[engine].name
        messages.success(request, f"已{'启用' if is_on else '关闭'}“{name}”，几秒内处处生效。")
    return redirect("desk:engines")


def told(entry: EngineEntry) -> tuple[EngineEntry, str]:
    """An entry with what it says in Chinese."""
    engine = KNOWN_ENGINES.get(entry.engine)
    name = engine.name if engine else entry.engine
    if entry.engine == "read_back":
        since = entry.after.get("since")
        return entry, f"往回读以前的工单，到 {since}" if since else "停止往回读"
    if entry.verb == "let_run":
        version, field = entry.after.get("version", ""), FIELDS.get(entry.after.get("field"), "")
        said = f"启用版本 {version[:10]}" if version else "改回按名称和关键词"
        return entry, f"{name}：“{field}”{said}"
    if entry.before.get("is_on") != entry.after.get("is_on"):
        return entry, f"{name}：{'启用' if entry.after.get('is_on') else '关闭'}"
    return entry, f"{name}：{VERBS.get(entry.verb, entry.verb)}"


def _url(engine: KnownEngine) -> str:
    """The address of an engine's own screen; "" for one without."""
    return reverse(engine.page) if engine.page else ""
