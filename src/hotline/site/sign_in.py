"""Signing in: the password, then the second factor where there is one, then the desk."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from hotline.records.models import Staff
from hotline.records.queries.accounts import is_second_factor_on

LONGEST_USERNAME = 60
HALF_IN = "half_in"
SECONDS_HALF_IN = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "密码"  # noqa: S105 - a word


class SignInForm(AuthenticationForm):
    """Refuses a name longer than any account's before the lock tries to note it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_USERNAME))


class SignIn(LoginView):
    """The page with name and password; beside them the city's own sign-in, where there is one."""

    authentication_form = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right."""
        person = cast(Staff, form.get_user())
        return go_on(self.request, person, self.get_success_url(), how=PASSWORD)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page offers beside a password."""
        return super().get_context_data(**kwargs, sso=settings.HOTLINE_OIDC)


def go_on(request: HttpRequest, person: Staff, wanted: str, *, how: str) -> HttpResponse:
    """Who has passed the first step gets in, or is asked for the second one."""
    if not (person.has_second_factor and is_second_factor_on()):
        return let_in(request, person, wanted, how=how)
    request.session.flush()
    request.session[HALF_IN] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "wanted": wanted,
        "how": how,
        "at": int(timezone.now().timestamp()),
    }
    return redirect("second_step")


def let_in(request: HttpRequest, person: Staff, wanted: str, *, how: str) -> HttpResponse:
    """Begin the session; `how` is what its owner proved, for the journal."""
    request.signed_in_by = how  # type: ignore[attr-defined] # read by the receiver of the sign-in
    login(request, person, backend=BACKEND)
    return redirect(wanted)


def half_in(request: HttpRequest) -> Staff | None:
    """Who has passed the first step in this browser within five minutes, and is still the same."""
    kept = request.session.get(HALF_IN)
    if kept is None or timezone.now().timestamp() - kept["at"] > SECONDS_HALF_IN:
        return None
    person = Staff.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None or not constant_time_compare(person.get_session_auth_hash(), kept["hash"]):
        return None
    return person
