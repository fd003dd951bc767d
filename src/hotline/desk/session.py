"""When a person's session ends, told with every answer; asking for it goes on with the session."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.signed_in import seconds_left


@for_staff()
@require_safe
def session(request: StaffRequest) -> HttpResponse:
    """GET whose session it is, when it ends, and the token for the page's forms."""
    told = {"person": request.user.pk, "left": seconds_left(request), "token": get_token(request)}
    return JsonResponse(told)
