"""Files of arrivals: hand one in, watch it being taken in, see what earlier ones brought."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.imports import ImportForm
from hotline.records.models import ImportRun
from hotline.steps.import_file import hand_in

SHOWN = 50
RUNNING = ("waiting", "running")


@for_staff("import_arrivals")
def imports(request: StaffRequest) -> HttpResponse:
    """GET the form and the latest runs, POST a file."""
    if request.method != "POST":
        return _page(request, ImportForm(), 200)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, INVALID)
    given = form.cleaned_data["file"]
    try:
        run = hand_in(
            form.cleaned_data["channel"],
            given.name,
            given.read(),
            by=request.user,
            at=timezone.now(),
            mapping=form.cleaned_data["mapping"],
        )
    except REFUSALS as error:
        return _page(request, form, put_on(form, error))
    messages.success(request, "文件已收到，正在后台导入。")
    return redirect("desk:import_run", run.pk)


@for_staff("import_arrivals")
@require_safe
def import_run(request: StaffRequest, run: UUID) -> HttpResponse:
    """One run with its counts; while it runs the page asks again by itself."""
    try:
        row = ImportRun.objects.select_related("channel", "by").get(pk=run)
    except ImportRun.DoesNotExist as error:
        raise Http404 from error
    percent = 100 * row.position // row.size if row.size else 0
    context = {"run": row, "running": row.status in RUNNING, "percent": percent}
    template = "desk/import_counts.html" if request.htmx else "desk/import_run.html"
    return render(request, template, context)


def _page(request: StaffRequest, form: ImportForm, status: int) -> HttpResponse:
    runs = ImportRun.objects.select_related("channel", "by").defer("file_sealed")
    context = {"form": form, "runs": runs.order_by("-started_at")[:SHOWN]}
    return render(request, "desk/imports.html", context, status=status)
