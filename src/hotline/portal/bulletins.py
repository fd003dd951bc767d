"""The published bulletins, for everyone: the list, each as a page, its files, lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from hotline.documents.open_data import SCHEMAS, schema_bytes
from hotline.documents.web import fragment
from hotline.portal.feed import atom
from hotline.portal.hotline import hotline
from hotline.portal.language import seen_as
from hotline.records.models import Bulletin, BulletinFile
from hotline.records.queries.bulletin_list import NAMES as FAMILIES
from hotline.records.queries.bulletins import editions_of, printed_page, published
from hotline.records.queries.corrections import as_open_data
from hotline.steps.write_files import FORMATS, NAMES

KEPT_FOR = 300  # seconds that anybody may keep a page without asking again
GONE = 410
View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Let browsers keep an answer for a while, and ask by its ETag afterwards."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200 and answer.has_header("ETag"):  # noqa: PLR2004 - ok
            patch_cache_control(answer, public=True, max_age=KEPT_FOR)
            mark = answer.headers["ETag"].strip('"')
            tag = answer.headers["ETag"] = quote_etag(f"{mark}-{seen_as(request)}")
            return get_conditional_response(request, etag=tag, response=answer) or answer
        return answer

    return asked


@require_safe
@kept
def bulletins(request: HttpRequest) -> HttpResponse:
    """GET what is out, by family, the newest first."""
    rows = newest()
    families: dict[str, list[Bulletin]] = {}
    for row in rows:
        families.setdefault(FAMILIES.get(row.family, row.form.name), []).append(row)
    context = {**_site(), "families": sorted(families.items(), key=_monthly_first)}
    return _tagged(render(request, "portal/bulletins.html", context), *_marks(rows))


def _monthly_first(family: tuple[str, list[Bulletin]]) -> bool:
    return family[1][0].family != "monthly"


def newest() -> list[Bulletin]:
    """Every bulletin that is out in its newest edition, the newest first."""
    rows = (
        published()
        .select_related("form", "unit")
        .prefetch_related(Prefetch("files", BulletinFile.objects.defer("content")))
    )
    rows = rows.defer("page", "printed", "form__body")
    found: dict[str, Bulletin] = {}
    for row in rows.order_by("-starts_on", "-edition"):
        found.setdefault(row.at, row)
    return list(found.values())


@require_safe
@kept
def bulletin(request: HttpRequest, at: str) -> HttpResponse:
    """GET one bulletin as it was published; a corrected edition stays readable by its number, of a
    withdrawn one it is told when and why."""
    editions = _editions_or_404(at)
    out = [row for row in editions if row.status == "published"]
    if not out:
        return _withdrawn(request, editions[0])
    row = _asked_for(request, out)
    files = row.files.order_by("format").values_list("format", flat=True)
    context = {
        **_site(),
        "at": at,
        "bulletin": row,
        "newer": out[0] if out[0].pk != row.pk else None,
        "older": [other for other in out if other.edition < row.edition],
        "page_html": mark_safe(fragment(printed_page(row))),  # noqa: S308 - all escaped there
        "files": [(kind, NAMES[kind]) for kind in files],
        "asked": f"?edition={row.edition}" if out[0].pk != row.pk else "",
    }
    answer = render(request, "portal/bulletin.html", context)
    return _tagged(answer, row.digest, str(len(files)), *_marks(out))


def _asked_for(request: HttpRequest, out: list[Bulletin]) -> Bulletin:
    asked = request.GET.get("edition", "")
    if not asked:
        return out[0]
    found = next((row for row in out if str(row.edition) == asked), None)
    if found is None:
        raise Http404
    return found


def _withdrawn(request: HttpRequest, row: Bulletin) -> HttpResponse:
    """The date and the reason in the place of what was there."""
    entry = row.journal.filter(verb="withdraw").order_by("-seq").first()
    if entry is None:
        raise Http404
    context = {**_site(), "bulletin": row, "entry": entry}
    return render(request, "portal/withdrawn.html", context, status=GONE)


@require_safe
@kept
def file(request: HttpRequest, at: str, kind: str) -> HttpResponse:
    """GET one of its files, to keep."""
    if kind not in FORMATS:
        raise Http404
    row = _out_or_404(request, at)
    stored = row.files.filter(format=kind).first()
    if stored is None:
        raise Http404
    response = HttpResponse(bytes(stored.content), content_type=FORMATS[kind])
    return _tagged(_named(response, row, kind), row.digest, kind)


@require_safe
@kept
def listing(request: HttpRequest) -> HttpResponse:
    """GET the list of all bulletins for programs."""
    rows = newest()
    data = [_listed(request, row) for row in rows]
    answer = JsonResponse({"bulletins": data}, json_dumps_params={"ensure_ascii": False})
    return _tagged(answer, "list", *_marks(rows))


def _listed(request: HttpRequest, row: Bulletin) -> dict[str, Any]:
    """One bulletin as a program reads it, with where its page and its files are."""
    where = request.build_absolute_uri
    kinds = sorted(each.format for each in row.files.all())
    return {
        "family": row.family,
        "period": row.period.code,
        "name": row.name,
        "unit": row.unit.code if row.unit is not None else None,
        "edition": row.edition,
        "changes": as_open_data(row),
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "sm3": row.digest,
        "page": where(reverse("portal:bulletin", args=(row.at,))),
        "files": {
            kind: where(reverse("portal:bulletin_file", args=(row.at, kind))) for kind in kinds
        },
    }


@require_safe
@kept
def feed(request: HttpRequest) -> HttpResponse:
    """GET the same as an Atom feed."""
    rows = newest()
    title = f"{hotline()['city']}{hotline()['hotline_name']} 办理情况通报"
    xml = atom(title, request.build_absolute_uri, rows)
    return _tagged(HttpResponse(xml, content_type="application/atom+xml"), "feed", *_marks(rows))


def _named(response: HttpResponse, row: Bulletin, kind: str) -> HttpResponse:
    name = f"bulletin-{row.at.removeprefix('monthly/').replace('/', '-')}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _tagged(answer: HttpResponse, *marks: str) -> HttpResponse:
    answer.headers["ETag"] = quote_etag("-".join(mark[:16] for mark in marks) or "none")
    return answer


def _marks(rows: list[Bulletin]) -> list[str]:
    """What changes when anything of these is published, corrected or withdrawn."""
    return [f"{row.version}.{row.digest[:8]}" for row in rows]


def _site() -> dict[str, str]:
    return {**hotline(), "bulletins": reverse("portal:bulletins")}


def _editions_or_404(at: str) -> list[Bulletin]:
    """What was published at an address, withdrawn or not, the newest edition first."""
    try:
        rows = list(editions_of(at).filter(published_at__isnull=False))
    except ValueError as error:
        raise Http404 from error
    if not rows:
        raise Http404
    return rows


def _out_or_404(request: HttpRequest, at: str) -> Bulletin:
    out = [row for row in _editions_or_404(at) if row.status == "published"]
    if not out:
        raise Http404
    return _asked_for(request, out)


@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """GET what the open data mean: the schema of the JSON, or that of the table."""
    if name not in SCHEMAS:
        raise Http404
    return HttpResponse(schema_bytes(name), content_type=SCHEMAS[name])
