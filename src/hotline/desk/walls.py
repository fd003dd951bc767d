"""大屏 and 邮件订阅: where the board goes besides the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.board import KINDS, asked_period, board_context
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.records.models import WallScreen
from hotline.records.queries.reaching import reach_of
from hotline.records.queries.subscriptions import families, mailed_to, wanted_by
from hotline.steps.moving import Refused
from hotline.steps.reaching.gateways import ways_open
from hotline.steps.reaching.subscribe import subscribe
from hotline.steps.walls.hang import hang, note_seen, screen_of, take_down

PERMIT = "see_figures"
COOKIE = "wall"
A_YEAR = 365 * 86_400
LONGEST_KEY = 64


@for_staff(PERMIT)
def walls(request: StaffRequest) -> HttpResponse:
    """GET the screens that hang, POST a new one; its address is shown this once."""
    if request.method != "POST":
        return _walls(request)
    name = request.POST.get("name", "").replace("\0", "")
    try:
        new = hang(name, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _walls(request, name=name, problem=str(error), status=INVALID)
    address = request.build_absolute_uri(reverse("wall_key", args=[new.key]))
    return _walls(request, address=address, hung=new.row)


def _walls(
    request: StaffRequest,
    *,
    name: str = "",
    problem: str = "",
    address: str = "",
    hung: WallScreen | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = WallScreen.objects.select_related("made_by", "ended_by").order_by("ended_at", "-made_at")
    context = {
        "rows": rows.filter(ended_at=None),
        "ended": rows.exclude(ended_at=None).order_by("-ended_at")[:10],
        "name": name,
        "problem": problem,
        "address": address,
        "hung": hung,
    }
    response = render(request, "desk/board/walls.html", context, status=status)
    if address:
        response.headers["Cache-Control"] = "no-store"
    return response


@for_staff(PERMIT)
@require_POST
def end_wall(request: StaffRequest, screen: UUID) -> HttpResponse:
    """POST: this screen shows nothing any more."""
    row = WallScreen.objects.filter(pk=screen).first()
    if row is None:
        raise Http404
    try:
        take_down(row, by=request.user, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已停用大屏“{row.name}”。")
    return redirect("desk:walls")


@for_staff(PERMIT)
def mail(request: StaffRequest) -> HttpResponse:
    """GET which editions come by mail, POST the choice."""
    problem, chosen = "", wanted_by(request.user)
    if request.method == "POST":
        chosen = set(request.POST.getlist("families"))
        try:
            subscribe(chosen, by=request.user, at=timezone.now())
        except REFUSALS as error:
            problem = str(error)
        else:
            messages.success(request, "已保存邮件订阅。")
            return redirect("desk:board_mail")
    context = {
        "families": families(timezone.now()),
        "chosen": chosen,
        "problem": problem,
        "has_mail": "mail" in ways_open(),
        "is_verified": reach_of(request.user).is_verified("mail"),
        "sent": mailed_to(request.user),
    }
    return render(request, "desk/board/mail.html", context, status=INVALID if problem else 200)


@require_safe
def wall_key(request: HttpRequest, key: str) -> HttpResponse:
    """GET the address of a screen once: its key moves into a cookie, out of the address line."""
    if len(key) > LONGEST_KEY or screen_of(key) is None:
        raise Http404
    response = redirect("wall")
    response.set_cookie(
        COOKIE,
        key,
        max_age=A_YEAR,
        path=reverse("wall"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


@require_safe
def wall(request: HttpRequest, kind: str = "day") -> HttpResponse:
    """GET the board as a screen on a wall shows it: counts alone, no case, no link."""
    key = request.COOKIES.get(COOKIE, "")
    screen = screen_of(key) if 0 < len(key) <= LONGEST_KEY else None
    if screen is None or kind not in KINDS:
        raise Http404
    note_seen(screen, at=timezone.now())
    following = KINDS[(KINDS.index(kind) + 1) % len(KINDS)]
    context = {
        **board_context(asked_period(kind)),
        "wall": screen,
        "next_kind": following,
    }
    response = render(request, "desk/board/wall.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
