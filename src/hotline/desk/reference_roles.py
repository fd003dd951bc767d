"""岗位: what each role may do in words, who holds it, and changing it (the security admin's)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.fields import Words
from hotline.records.models import Role, Staff
from hotline.records.queries.reference_rows import history_of, last_entry
from hotline.rules.permits import APART, PERMITS
from hotline.rules.reference.permit_groups import permit_groups
from hotline.rules.reference.tables import ROLES
from hotline.steps.setup.change_role import PERMIT, change_role

HOLDERS_SHOWN = 100


class RoleForm(forms.Form):
    """Which permits a role carries, and why that is changed."""

    permits = forms.MultipleChoiceField(
        label="权限",
        required=False,
        choices=lambda: list(PERMITS.items()),
        error_messages={"invalid_choice": "请从列表中选择权限。"},
    )
    reason = Words("理由", limit=1_000, needed=True, help_text="留在历史和审计记录中。")


@for_staff(PERMIT)
@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    """Every role with how many people hold it and how many permits it carries."""
    active = Count("staff", filter=Q(staff__is_active=True))
    context = {"roles": Role.objects.annotate(holders=active), "shape": ROLES}
    return render(request, "desk/reference/roles.html", context)


@for_staff(PERMIT)
def role(request: StaffRequest, role: str) -> HttpResponse:
    """GET a role, POST the permits that it shall carry."""
    row = Role.objects.filter(code=role).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row, RoleForm(initial={"permits": row.permits}), 200)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, INVALID)
    try:
        change_role(
            row, **form.cleaned_data, by=request.user, at=timezone.now(),
            seen=request.POST.get("seen"),
        )  # fmt: skip
    except REFUSALS as error:
        return _page(request, row, form, put_on(form, error))
    messages.success(request, f"已更改岗位“{row.name}”，立即生效。")
    return redirect("desk:role", row.code)


def _page(request: StaffRequest, row: Role, form: RoleForm, status: int) -> HttpResponse:
    held = set(form["permits"].value() or ())
    groups = [
        (name, [(permit, label, permit in held) for permit, label in permits.items()])
        for name, permits in permit_groups().items()
    ]
    context: dict[str, Any] = {
        "role": row,
        "form": form,
        "groups": groups,
        "holders": Staff.objects.filter(roles=row, is_active=True)[:HOLDERS_SHOWN],
        "apart": [(PERMITS[one], PERMITS[other]) for one, other in APART],
        "history": [
            (entry, _told(entry.before, entry.after)) for entry in history_of(ROLES, row.code)
        ],
        "seen": last_entry(ROLES, row.code),
    }
    return render(request, "desk/reference/role.html", context, status=status)


def _told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    """The permits that were given and taken."""
    was, now = before.get("permits", ()), after.get("permits", ())
    given = [PERMITS.get(each, each) for each in now if each not in was]
    taken = [PERMITS.get(each, each) for each in was if each not in now]
    return [(name, "、".join(each)) for name, each in (("增加", given), ("去掉", taken)) if each]
