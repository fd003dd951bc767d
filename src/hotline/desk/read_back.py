"""往回读: how far the engines have read the older cases, to begin and to stop it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.records.models import ReaderMark
from hotline.rules.known_engines import KNOWN_ENGINES
from hotline.rules.thresholds import day_of
from hotline.rules.workdays import CHINA
from hotline.steps.reading.read_back import FARTHEST, stop_back, want_back


@dataclass(frozen=True, slots=True)
class BackLine:
    """One engine: how far back it may read, how far it has, and what it does just now."""

    name: str
    days: int
    reached: date | None
    says: str


def back_lines() -> list[BackLine]:
    """Every engine that reads back."""
    marks = ReaderMark.objects.in_bulk()
    lines = []
    for code, farthest in FARTHEST.items():
        mark = marks.get(code) or ReaderMark(reader=code)
        says = f"正在读，到 {day_of(mark.back_to)} 为止" if mark.back_to else "未在往回读"
        if mark.back_at and not mark.back_to:
            says = "已停下或读完"
        reached = day_of(mark.back_at) if mark.back_at else None
        lines.append(BackLine(KNOWN_ENGINES[code].name, farthest.days, reached, says))
    return lines


@for_staff("manage_engines")
@require_POST
def read_back(request: StaffRequest) -> HttpResponse:
    """POST a day to read back to, or that it stops."""
    now = timezone.now()
    try:
        if request.POST.get("do") == "stop":
            stop_back(by=request.user, at=now)
            told = "已停止往回读，已读的保留，可随时接着读。"
        else:
            want_back(since=_moment(request.POST.get("since", ""), now), by=request.user, at=now)
            told = "已开始往回读，每分钟读一批，可在这里看进度。"
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect("desk:engines")


def _moment(text: str, now: datetime) -> datetime:
    """The beginning of a day; what is no day is refused as one that is to come."""
    try:
        return datetime.combine(date.fromisoformat(text), time.min, CHINA)
    except ValueError:
        return now
