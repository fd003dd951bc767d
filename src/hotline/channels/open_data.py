"""Open data: a catalogue, files of facts of cases, and what they mean; for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.documents.case_facts import NAME, schema_bytes
from hotline.records.models import Delivery, OpenDataFile, Road
from hotline.records.queries.reference import office, roads
from hotline.rules.anonymity import K
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming

FORMS = {"jsonl": "application/x-ndjson; charset=utf-8", "csv": "text/csv; charset=utf-8"}
KEPT_FOR = 3600
LISTED = 1000


class OpenData:
    """A road that only gives out; switched on, the files are made every night."""

    name = "开放数据"
    settings: tuple[Setting, ...] = ()
    fetches = False
    sends = False

    def read(self, road: Road, raw: bytes) -> Incoming:
        """Nothing comes this way."""
        raise Unreadable("outward_only", "", "开放数据没有来件。")

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """Nothing comes this way."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Whoever wants it fetches it."""
        raise NothingToSend("开放数据由使用者自行下载。")


def is_open() -> bool:
    """Whether this city gives out its data."""
    return any(row.adapter == "open_data" and row.is_on for row in roads().values())


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """GET which files there are, the newest first (after DCAT)."""
    _need_open()
    rows = list(_files()[:LISTED])
    where = request.build_absolute_uri
    said = {
        "@context": "https://www.w3.org/ns/dcat.jsonld",
        "@type": "Catalog",
        "title": f"{office().name}12345热线开放数据",
        "description": (
            f"按日、按月公布的诉求事实，不含个人信息；至少 {K} 件相同的才公布到那一层（k-匿名）。"
            "文件一经公布不再改动，后来的变化见以后日期的文件。"
        ),
        "conformsTo": where(reverse("open_data_schema")),
        "dataset": [_dataset(row, where) for row in rows],
    }
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    return _tagged(request, answer, rows[0].digest if rows else "none")


def _dataset(row: OpenDataFile, where: Any) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "identifier": row.name,
        "temporal": row.period,
        "issued": row.made_on.isoformat(),
        "rows": row.rows,
        "leftOut": row.left_out,
        "distribution": [
            {
                "@type": "Distribution",
                "mediaType": kind.partition(";")[0],
                "downloadURL": where(reverse("open_data_file", args=[row.name, form])),
                "checksum": {"algorithm": "SM3", "checksumValue": row.digest},
            }
            for form, kind in FORMS.items()
        ],
    }


@require_safe
def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """GET one file, exactly as it was given out."""
    _need_open()
    period, _, made_on = name.removeprefix("cases-").partition("-as-of-")
    if form not in FORMS or not name.startswith("cases-") or "\0" in name:
        raise Http404
    try:
        day = date.fromisoformat(made_on)
    except ValueError as error:
        raise Http404 from error
    row = OpenDataFile.objects.filter(period=period, made_on=day).first()
    if row is None:
        raise Http404
    content = bytes(row.lines if form == "jsonl" else row.table)
    answer = HttpResponse(content, content_type=FORMS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.name}.{form}"'
    return _tagged(request, answer, f"{row.digest}-{form}")


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """GET what a line means."""
    _need_open()
    answer = HttpResponse(schema_bytes(), content_type="application/schema+json")
    answer.headers["Content-Disposition"] = f'inline; filename="{NAME}"'
    return answer


def _files() -> Any:
    return OpenDataFile.objects.defer("lines", "table").order_by("-made_on", "-period")


def _need_open() -> None:
    if not is_open():
        raise Http404


def _tagged(request: HttpRequest, answer: HttpResponse, mark: str) -> HttpResponse:
    tag = quote_etag(mark)
    answer.headers["ETag"] = tag
    answer.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    return get_conditional_response(request, etag=tag, response=answer) or answer
