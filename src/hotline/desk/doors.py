"""Who gets into a staff screen, and what a browser may keep of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from hotline.desk.signed_in import seconds_left
from hotline.records.models import Case, Staff
from hotline.records.queries.access import case_for
from hotline.records.queries.accounts import lacks_second_factor
from hotline.records.queries.reference import with_unit
from hotline.records.scope import scoped_for
from hotline.steps.keep_draft import drop_drafts

P = ParamSpec("P")
PASSWORD = "desk:password"  # noqa: S105 - an address
DESK = "/desk/"
SESSION_LEFT = "X-Session-Left"
SECOND = "desk:second"


class StaffRequest(HttpRequest):
    """A request of a person who is signed in."""

    user: Staff
    htmx: HtmxDetails


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_staff(*permits: str, unless: Collection[str] = ()) -> Callable[[StaffView[P]], View[P]]:
    """Let in only signed-in staff who hold one of `permits` (any staff, if none is named), and
    nobody who holds one of `unless`.

    Whose password somebody else knows changes it before anything else, and who must have a second
    factor and has none sets one up. Pages carry personal data:
    no browser or proxy may keep a copy.
    """

    def decorate(view: StaffView[P]) -> View[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            if request.user.must_change_password and request.path != reverse(PASSWORD):
                return _sent_to(request, reverse(PASSWORD))
            prefetch_related_objects([with_unit(request.user)], "roles")
            if lacks_second_factor(request.user) and not _sets_up(request):
                return _sent_to(request, reverse(SECOND))
            if not opens(request.user, permits, unless):
                raise PermissionDenied
            with scoped_for(request.user):
                return settled(request, view(request, *args, **kwargs))

        return guarded

    return decorate


def opens(staff: Staff, permits: Collection[str], unless: Collection[str]) -> bool:
    """Whether a door with these words opens for `staff`."""
    wanted = not permits or any(staff.may(permit) for permit in permits)
    return wanted and not any(staff.may(permit) for permit in unless)


def _sets_up(request: HttpRequest) -> bool:
    """Whether this is a page on which a password or a second factor is set up."""
    return request.path.startswith((reverse(PASSWORD), reverse(SECOND)))


def case_or_404(staff: Staff, number: str) -> Case:
    """The case called `number`; for one that `staff` may not see it says there is none."""
    if "\0" in number:
        raise Http404
    try:
        return case_for(staff, number)
    except Case.DoesNotExist as error:
        raise Http404 from error


def settled(request: StaffRequest, answer: HttpResponse) -> HttpResponse:
    """What every answer to staff tells and settles: how long the session lasts, and that the draft
    of a form that was sent is no longer needed; one that was refused is."""
    answer.headers[SESSION_LEFT] = str(seconds_left(request))
    if request.method == "POST" and answer.status_code < HTTPStatus.BAD_REQUEST:
        keys = request.POST.getlist("_draft")
        if keys:
            drop_drafts(keys[:1], by=request.user)
    return answer


def _to_login(request: HttpRequest) -> HttpResponse:
    """The way to the login page; a part of a page is told only, so that nothing typed is lost."""
    if request.htmx:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return redirect_to_login(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: the page asked for, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path.startswith(DESK)
    return came_from.path if is_ours else DESK


def _sent_to(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also where only a part of one was asked for."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
