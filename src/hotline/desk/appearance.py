"""How the screens look to one person: light or dark, size of type, contrast; kept in a cookie."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID
from hotline.desk.forms.appearance import CHOICES, AppearanceForm

COOKIE = "appearance"
KEPT_FOR = timedelta(days=365)
USUAL = {name: next(iter(values)) for name, values in CHOICES.items()}


@for_staff()
def appearance(request: StaffRequest) -> HttpResponse:
    """GET the choices, POST what was chosen."""
    form = AppearanceForm(request.POST or None, initial=chosen(request))
    if request.method != "POST":
        return render(request, "desk/appearance.html", {"form": form})
    if not form.is_valid():
        return render(request, "desk/appearance.html", {"form": form}, status=INVALID)
    messages.success(request, "显示方式已保存在本机浏览器。")
    answer = redirect("desk:appearance")
    answer.set_cookie(
        COOKIE,
        ".".join(form.cleaned_data[name] or USUAL[name] for name in CHOICES),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def chosen(request: HttpRequest) -> dict[str, str]:
    """What this browser was told, by name; the usual where it says nothing that is known."""
    kept = request.COOKIES.get(COOKIE, "").split(".")
    told = dict(zip(CHOICES, kept, strict=False))
    return {
        name: told[name] if told.get(name) in values else USUAL[name]
        for name, values in CHOICES.items()
    }
