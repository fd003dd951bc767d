"""人员: the accounts of the office and of the units, added, changed, ended and opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.staff import NewPersonForm, PersonForm, StaffFilter
from hotline.desk.staff_access import access_of, successor_of
from hotline.records.models import Staff
from hotline.records.queries.choosing import unit_label, units_on
from hotline.records.queries.staff import live_tokens, open_bulletins, person_called, staff_found
from hotline.steps.setup.account_facts import first_password
from hotline.steps.setup.activate_staff import activate_staff
from hotline.steps.setup.add_staff import add_staff
from hotline.steps.setup.change_staff import change_staff
from hotline.steps.setup.deactivate_staff import deactivate_staff
from hotline.steps.setup.set_password import set_password

PERMIT = "manage_staff"
PAGE_SIZE = 50


@for_staff(PERMIT)
@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    """GET the accounts that fit the filters in the address."""
    form = StaffFilter(request.GET)
    if not form.is_valid():
        found = Staff.objects.none()
    else:
        given = form.cleaned_data
        found = staff_found(
            given["q"], unit=given["unit"], role=given["role"], active=given["active"]
        )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/staff.html", {"filter": form, "people": page})


@for_staff(PERMIT)
def new_person(request: StaffRequest) -> HttpResponse:
    """GET an empty account, POST it; its first password is shown this once."""
    today = timezone.localdate()
    if request.method != "POST":
        return _new_page(request, NewPersonForm(today=today))
    form = NewPersonForm(request.POST, today=today)
    if not form.is_valid():
        return _new_page(request, form, INVALID)
    facts = {**form.cleaned_data, "password": first_password()}
    facts.pop("seen")
    try:
        made = add_staff(**facts, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _new_page(request, form, put_on(form, error))
    return _password_page(request, made, facts["password"], "已添加账号")


@for_staff(PERMIT)
def person(request: StaffRequest, person: int) -> HttpResponse:
    """GET one account, POST another name, unit or other roles."""
    row = _person_or_404(person)
    if request.method != "POST":
        return _page(request, row)
    form = PersonForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, row, INVALID, form=form)
    try:
        change_staff(row, **form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _page(request, row, put_on(form, error), form=form)
    messages.success(request, f"已更改账号“{row.username}”，立即生效。")
    return redirect("desk:person", row.pk)


@for_staff(PERMIT)
@require_POST
def deactivate(request: StaffRequest, person: int) -> HttpResponse:
    """POST that a person has left."""
    row = _person_or_404(person)
    try:
        heir = successor_of(request, row)
        tokens = deactivate_staff(row, successor=heir, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _refused(request, row, error)
    revoked = f"，吊销接口令牌 {tokens} 个" if tokens else ""
    messages.success(request, f"已停用账号“{row.username}”，登录已全部结束{revoked}。")
    return redirect("desk:person", row.pk)


@for_staff(PERMIT)
@require_POST
def activate(request: StaffRequest, person: int) -> HttpResponse:
    """POST that a person has come back; the new password is shown this once."""
    row = _person_or_404(person)
    try:
        password = activate_staff(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _refused(request, row, error)
    return _password_page(request, row, password, "已启用账号")


@for_staff(PERMIT)
@require_POST
def new_password(request: StaffRequest, person: int) -> HttpResponse:
    """POST that a person needs a new password, which is shown this once."""
    row = _person_or_404(person)
    try:
        password = set_password(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _refused(request, row, error)
    return _password_page(request, row, password, "已重设密码")


def _person_or_404(person: int) -> Staff:
    row = person_called(person)
    if row is None:
        raise Http404
    return row


def _refused(request: StaffRequest, row: Staff, error: Exception) -> HttpResponse:
    """The page again, with what was refused above it."""
    failed = Form({})
    failed.full_clean()
    status = put_on(failed, error)
    return _page(request, _person_or_404(row.pk), status, failed=failed)


def _page(
    request: StaffRequest,
    row: Staff,
    status: int = 200,
    *,
    form: PersonForm | None = None,
    failed: Form | None = None,
) -> HttpResponse:
    """One account with its forms."""
    today = timezone.localdate()
    context: dict[str, Any] = {
        "person": row,
        "form": form or PersonForm(today=today, person=row),
        "failed": failed,
        "is_own": row.pk == request.user.pk,
        "tokens": live_tokens(row),
        "bulletins": open_bulletins(row),
        "units": _unit_labels(),
        **access_of(row, timezone.now()),
    }
    return render(request, "desk/staff_person.html", context, status=status)


def _new_page(request: StaffRequest, form: NewPersonForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "units": _unit_labels()}
    return render(request, "desk/staff_new.html", context, status=status)


def _password_page(request: StaffRequest, row: Staff, password: str, done: str) -> HttpResponse:
    """What nobody can read again; no address leads here, so none can be kept."""
    context = {"person": row, "password": password, "done": done}
    return render(request, "desk/staff_password.html", context)


def _unit_labels() -> list[str]:
    return [unit_label(unit) for unit in units_on(timezone.localdate())]
