"""专题: which are on, begun or ended here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.campaigns import CampaignForm, DaysForm
from hotline.records.models import Campaign
from hotline.records.queries.reference import campaigns as known_campaigns
from hotline.rules.workdays import CHINA
from hotline.steps.switch_campaign import begin_campaign, switch_campaign


@for_staff("switch_campaign")
@require_safe
def campaigns(request: StaffRequest) -> HttpResponse:
    """GET every campaign, those that are on first."""
    return _show(request)


@for_staff("switch_campaign")
@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    """POST a new campaign."""
    form = CampaignForm(request.POST)
    if not form.is_valid():
        return _show(request, form=form, status=INVALID)
    try:
        row = begin_campaign(**form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _show(request, form=form, status=put_on(form, error))
    messages.success(request, f"已新建专题“{row.name}”。")
    return redirect("desk:campaigns")


@for_staff("switch_campaign")
@require_POST
def switch(request: StaffRequest, code: str) -> HttpResponse:
    """POST other days of a campaign."""
    campaign = _campaign(code)
    form = DaysForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _show(request, edited=(code, form), status=INVALID)
    try:
        switch_campaign(campaign, **form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _show(request, edited=(code, form), status=put_on(form, error))
    messages.success(request, f"已更改专题“{campaign.name}”的起止日期。")
    return redirect("desk:campaigns")


@for_staff("switch_campaign")
@require_POST
def end(request: StaffRequest, code: str) -> HttpResponse:
    """POST that today is a campaign's last day."""
    campaign, now = _campaign(code), timezone.now()
    days = {"starts_on": campaign.starts_on, "ends_on": now.astimezone(CHINA).date()}
    try:
        switch_campaign(campaign, **days, by=request.user, at=now)
    except REFUSALS as error:
        form = DaysForm(days, campaign=campaign)
        return _show(request, edited=(code, form), status=put_on(form, error))
    messages.success(request, f"专题“{campaign.name}”到今天结束。")
    return redirect("desk:campaigns")


def _campaign(code: str) -> Campaign:
    row = known_campaigns().get(code)
    if row is None:
        raise Http404
    return row


def _show(
    request: StaffRequest,
    *,
    form: CampaignForm | None = None,
    edited: tuple[str, DaysForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    code, refused = edited or ("", None)
    rows: list[dict[str, Any]] = [
        {
            "campaign": row,
            "standing": _standing(row),
            "can_end": row.starts_on <= today and (row.ends_on is None or row.ends_on > today),
            "form": refused if row.code == code else DaysForm(campaign=row),
            "is_edited": row.code == code,
        }
        for row in known_campaigns().values()
    ]
    rows.sort(key=lambda row: ORDER.index(row["standing"]))
    new = form or CampaignForm(initial={"starts_on": today})
    return render(request, "desk/campaigns.html", {"rows": rows, "form": new}, status=status)


ORDER = ("开展中", "未开始", "已结束")


def _standing(row: Campaign) -> str:
    today = timezone.localdate()
    if row.starts_on > today:
        return "未开始"
    return "已结束" if row.ends_on is not None and row.ends_on < today else "开展中"
