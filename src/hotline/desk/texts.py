"""短信: how the text messages to citizens go, and who wants none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.records.models import TextStop
from hotline.records.queries.reference import office
from hotline.records.queries.texting import how_it_goes, words_for
from hotline.records.sealing import blind_index, phone_digits
from hotline.rules.roads import KINDS
from hotline.rules.texting import CODES, MOBILE, filled, parts
from hotline.steps.moving import Refused
from hotline.steps.reaching.gateways import ways_open
from hotline.steps.roads.texts import start_texts, stop_texts

PERMIT = "manage_roads"
SHOWN = 20
EXAMPLE = {"分类": "冬季采暖", "单位": "铁西区政府", "查询码": "0A1B2C3D4E5F", "称谓": "先生"}


@for_staff(PERMIT)
def texts(request: StaffRequest) -> HttpResponse:
    """GET how it goes, POST a number that wants none or wants them again."""
    if request.method != "POST":
        return _page(request)
    number = phone_digits(request.POST.get("phone", "")[:40])
    try:
        _change(request, number)
    except REFUSALS as error:
        return _page(request, problem=str(error), number=request.POST.get("phone", "")[:40])
    return redirect("desk:texts")


def _change(request: StaffRequest, number: str) -> None:
    index = blind_index(number)
    if index is None or not MOBILE.fullmatch(number):
        raise Refused("phone", "请填写 11 位手机号码。")
    if request.POST.get("act") == "start":
        start_texts(index, by=request.user, at=timezone.now())
        messages.success(request, "已恢复向这个号码发送短信。")
    else:
        stop_texts(index, by=request.user, at=timezone.now())
        messages.success(request, "不再向这个号码发送短信。")


def _page(request: StaffRequest, *, problem: str = "", number: str = "") -> HttpResponse:
    at = timezone.now()
    mark = f"【{office().hotline_name}】"
    said = {kind: mark + filled(words_for(kind, at), EXAMPLE) for kind in CODES}
    context = {
        "problem": problem,
        "number": number,
        "has_gateway": "sms" in ways_open(),
        "going": how_it_goes(at),
        "stops": TextStop.objects.select_related("by").order_by("-since")[:SHOWN],
        "words": [(KINDS[kind], text, parts(text)) for kind, text in said.items()],
    }
    return render(request, "desk/texts.html", context, status=INVALID if problem else 200)
