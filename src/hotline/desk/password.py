"""修改密码: everybody's own, and the first page for whose password somebody else knows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.staff import PasswordForm
from hotline.desk.signed_in import rekeyed, row_of
from hotline.steps.setup.change_password import change_password


@sensitive_post_parameters()
@for_staff()
def password(request: StaffRequest) -> HttpResponse:
    """GET the form, POST the present password and a new one; this session goes on."""
    if request.method != "POST":
        return render(request, "desk/password.html", {"form": PasswordForm()})
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/password.html", {"form": form}, status=INVALID)
    given = form.cleaned_data
    try:
        change_password(
            request.user,
            old=given["old"],
            new=given["new"],
            at=timezone.now(),
            keep=row_of(request),
        )
    except REFUSALS as error:
        status = put_on(form, error)
        return render(request, "desk/password.html", {"form": form}, status=status)
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    rekeyed(request)
    messages.success(request, "密码已修改，其他地方的登录已结束。")
    return redirect("desk:home")
