"""平台文件: work orders of a superior's platform come as files, results go back as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.channels.result_files import MOST, write_results
from hotline.channels.road_folder import (
    DONE,
    FAILED,
    IN,
    OUT,
    drop_in,
    given_out,
    keep_template,
    listed,
    template_of,
)
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.desk.forms.road_files import TemplateForm, WorkOrdersForm
from hotline.documents.download import download_headers
from hotline.documents.file_names import clean_name, ending_of
from hotline.records.models import Road
from hotline.records.queries.roads import MOST_COUNTED, roads_of_files, waits_by_road
from hotline.rules.roads import RoadDown

PERMITS = ("import_arrivals", "write_back")
PARTS = {IN: "等待读取", DONE: "已读取", FAILED: "读不出"}


@for_staff(*PERMITS)
@require_safe
def road_files(request: StaffRequest) -> HttpResponse:
    """GET the files of one road, the first where none is named."""
    rows = roads_of_files()
    code = request.GET.get("road", "")
    chosen = next((row for row in rows if row.code == code), rows[0] if rows else None)
    return _page(request, chosen)


@for_staff("import_arrivals")
@require_POST
def road_upload(request: StaffRequest, code: str) -> HttpResponse:
    """POST a file of work orders: it joins those that came, and is read within a minute."""
    road = _road_or_404(code)
    form = WorkOrdersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, road, form=form, status=INVALID)
    given = form.cleaned_data["file"]
    try:
        drop_in(road, given.name, given.read(), timezone.now())
    except (RoadDown, OSError) as error:
        messages.error(request, f"没有存下：{error}")
    else:
        messages.success(request, f"已收到“{clean_name(given.name)}”，一分钟内读取。")
    return _back(code)


@for_staff("write_back")
@require_POST
def road_template(request: StaffRequest, code: str) -> HttpResponse:
    """POST the form in which results are wanted."""
    road = _road_or_404(code)
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, road, template_form=form, status=INVALID)
    given = form.cleaned_data["file"]
    try:
        keep_template(road, ending_of(clean_name(given.name)), given.read())
    except (RoadDown, OSError) as error:
        messages.error(request, f"没有存下：{error}")
    else:
        messages.success(request, "已换上新的结果模板。")
    return _back(code)


@for_staff("write_back")
@require_POST
def road_results(request: StaffRequest, code: str) -> HttpResponse:
    """POST: write a file of everything that is due."""
    road = _road_or_404(code)
    try:
        file = write_results(road, by=request.user, at=timezone.now())
    except (*REFUSALS, RoadDown, ValueError, OSError) as error:
        messages.error(request, f"没有生成：{error}")
    else:
        said = f"已生成 {file.name}，含 {len(file.rows)} 项。" if file else "现在没有要回传的。"
        messages.success(request, said)
    return _back(code)


@for_staff("write_back")
@require_safe
def road_result(request: StaffRequest, code: str, name: str) -> HttpResponse:
    """GET a result file."""
    content = given_out(_road_or_404(code), name)
    if content is None:
        raise Http404
    return HttpResponse(content, headers=download_headers(name))


def _page(
    request: StaffRequest,
    road: Road | None,
    *,
    form: WorkOrdersForm | None = None,
    template_form: TemplateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"road": road, "roads": roads_of_files(), "most": MOST_COUNTED, "at_once": MOST}
    if road is not None:
        context |= _files_of(road)
        context["waits"] = waits_by_road([road])[road.pk]
    context |= {"form": form or WorkOrdersForm(), "template_form": template_form or TemplateForm()}
    context["may_import"] = request.user.may("import_arrivals")
    context["may_bring"] = request.user.may("write_back")
    return render(request, "desk/roads/files.html", context, status=status)


def _files_of(road: Road) -> dict[str, object]:
    try:
        held = template_of(road)
        return {
            "parts": [(name, listed(road, part)) for part, name in PARTS.items()],
            "results": listed(road, OUT),
            "template": held[0] if held is not None else "",
        }
    except RoadDown as down:
        return {"problem": str(down)}


def _back(code: str) -> HttpResponse:
    response = redirect("desk:road_files")
    response["Location"] += f"?road={code}"
    return response


def _road_or_404(code: str) -> Road:
    row = next((each for each in roads_of_files() if each.code == code), None)
    if row is None:
        raise Http404
    return row
