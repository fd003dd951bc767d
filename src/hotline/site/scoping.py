"""Every request begins with nothing in sight; who gets in is shown what is theirs.

The staff's door and the API's token enter the scope of the person that they found.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hotline.records.scope import NOTHING, showing

Answer = Callable[[HttpRequest], HttpResponse]


def begin_with_nothing(get_response: Answer) -> Answer:
    """Show no case until a door says whose request this is, and nothing again after it."""

    def answer(request: HttpRequest) -> HttpResponse:
        with showing(NOTHING):
            return get_response(request)

    return answer
