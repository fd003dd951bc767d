"""The check's findings: let one stand with a reason, or replace it as the rule suggests."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.bulletin_doors import back_to, bulletin_or_404
from hotline.desk.bulletins import show
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.bulletins import ClearForm
from hotline.records.models import BulletinItem
from hotline.records.queries.bulletin_checks import in_item
from hotline.steps.draft import rewrite
from hotline.steps.studio.clear_finding import clear_finding


@for_staff("draft_bulletin")
@require_POST
def clear(request: StaffRequest, at: str) -> HttpResponse:
    """放行 one finding with a reason."""
    row = bulletin_or_404(at)
    form = ClearForm(request.POST)
    if not form.is_valid():
        return show(request, row, status=INVALID, tab="check", clear_form=form)
    key, reason = form.cleaned_data["key"], form.cleaned_data["reason"]
    try:
        clear_finding(row, key, reason=reason, by=request.user, at=timezone.now())
    except REFUSALS as error:
        status = put_on(form, error)
        return show(request, bulletin_or_404(at), status=status, tab="check", clear_form=form)
    messages.success(request, "已放行，理由记入流转记录。")
    return back_to(at, "check")


@for_staff("draft_bulletin")
@require_POST
def replace(request: StaffRequest, at: str) -> HttpResponse:
    """Write what the rule suggests in the place of one finding."""
    row = bulletin_or_404(at)
    try:
        item = row.items.select_related("bulletin__form").get(pk=UUID(request.POST.get("item", "")))
    except (ValueError, BulletinItem.DoesNotExist):
        item = None
    key = request.POST.get("key", "")
    known = in_item(item) if item is not None else []
    found = next((each for each in known if each.key == key), None)
    if item is None or found is None or found.suggestion is None:
        messages.error(request, "这一处已经改过，请刷新后再看。")
        return back_to(at, "check")
    words = item.text if found.field == "text" else item.group
    whole = words[: found.start] + found.suggestion + words[found.start + len(found.text) :]
    given = {"text": item.text, found.field: whole}
    try:
        rewrite(item, by=request.user, at=timezone.now(), act="replace", **given)
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已按规则隐去。")
    return back_to(at, "check")
