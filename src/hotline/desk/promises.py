"""承诺跟踪: what units promised in their replies, by day, and whether it was kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.paging import asked_page
from hotline.desk.reply_checks import may_settle
from hotline.records.queries.promises import DONE, PAGE_SIZE, counted, listed, promise_of
from hotline.records.queries.reference import with_words
from hotline.rules.life import MOVES, Status
from hotline.rules.promises import OUTCOMES, STANDINGS, Outcome, standing
from hotline.steps.oversight.settle_promise import settle_promise

SEES = ("supervise", "urge", "see_unit_cases")
TABS = {**{str(code): name for code, name in STANDINGS.items()}, DONE: "已处理"}
MOST_PAGES = 50
URGED = MOVES["urge"].sources


@for_staff(*SEES)
@require_safe
def promises(request: StaffRequest) -> HttpResponse:
    """GET a tab of promises: ?tab=late, soon, open or done."""
    today = timezone.localdate()
    counts = counted(request.user, today)
    first = next((tab for tab in STANDINGS if counts[tab]), next(iter(STANDINGS)))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else str(first)
    page = asked_page(request, MOST_PAGES)
    rows = listed(request.user, tab, today, page)
    for row in rows:
        row.case = with_words(row.case)
    urges = request.user.may("urge")
    context = {
        "rows": [
            (row, standing(row.due, today), urges and Status(row.case.status) in URGED)
            for row in rows[:PAGE_SIZE]
        ],
        "tabs": [(code, name, counts[code]) for code, name in TABS.items()],
        "tab": tab,
        "page": page,
        "more": len(rows) > PAGE_SIZE and page < MOST_PAGES,
        "may_settle": may_settle(request.user),
        "today": today,
    }
    return render(request, "desk/replies/promises.html", context)


@for_staff("supervise", "reply")
@require_POST
def settle(request: StaffRequest, promise: UUID) -> HttpResponse:
    """POST whether a promise was kept, with how that is known."""
    row = promise_of(request.user, promise)
    if row is None:
        raise Http404
    given = {name: request.POST.get(name, "").replace("\0", "") for name in ("outcome", "note")}
    try:
        settle_promise(row, **given, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        name = OUTCOMES[Outcome(row.outcome)]
        messages.success(request, f"已记录：工单 {row.case.number} 的承诺{name}。")
    if request.POST.get("back") == "case":
        return redirect(f"{reverse('desk:case', args=[row.case.number])}#promises")
    return redirect("desk:promises")
