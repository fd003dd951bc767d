"""Reveal: one sealed fact of the citizen, shown once, after its reason has been journaled."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk import case_page
from hotline.desk.doors import StaffRequest, case_or_404, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.reveal import RevealForm
from hotline.records.models import Case
from hotline.records.sealing import SealBroken
from hotline.steps.reveal import FIELDS
from hotline.steps.reveal import reveal as look

DIALLED = frozenset("0123456789+")


@for_staff("see_all_cases", "see_unit_cases")
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """POST field and reason; answers with the value, as a part of the page where htmx asks."""
    found = case_or_404(request.user, number)
    if request.method != "POST":
        return redirect("desk:case", number)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _answer(request, found, form, "", INVALID)
    try:
        value = look(found, **form.cleaned_data, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _answer(request, found, form, "", put_on(form, error))
    except SealBroken:
        form.add_error(None, "这条信息无法解密；请联系系统管理员核对密钥文件。")
        return _answer(request, found, form, "", INVALID)
    return _answer(request, found, form, value or "（未登记）", 200)


def _answer(
    request: StaffRequest, found: Case, form: RevealForm, value: str, status: int
) -> HttpResponse:
    """The reveal box alone for htmx (which swaps only successes), else the whole page."""
    is_phone = form.data.get("field") == "phone"
    facts = {
        "reveal_form": form,
        "revealed": value,
        "revealed_name": FIELDS.get(form.data.get("field", ""), ""),
        "dial": "".join(sign for sign in value if sign in DIALLED) if is_phone else "",
    }
    if not request.htmx:
        return case_page.show(request, found, status=status, **facts)
    return render(request, "desk/reveal_box.html", {"case": found, **facts}, status=status)
