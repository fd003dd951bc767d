"""The published figures, month by month, each with what it was counted of and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hotline.documents.svg_charts import chart_svg
from hotline.portal.bulletins import kept
from hotline.portal.reading import page
from hotline.records.queries.public_figures import PublicFigure, PublicMonth, public_months
from hotline.rules.pages import Chart, Series

MOST_BARS = 10
MONTH = "%Y-%m"


@require_safe
@kept
def figures(request: HttpRequest) -> HttpResponse:
    """GET the figures of the months that are out."""
    months = public_months()
    newest = months[0] if months else None
    measures = list(newest.totals) if newest else []
    context = {
        "months": months,
        "newest": newest,
        "measures": [(name, newest.meanings[name]) for name in measures] if newest else [],
        "rows": [(month, [month.totals.get(name) for name in measures]) for month in months],
        "of_counts": _drawn(_counts(months), "counts"),
        "of_rates": _drawn(_rates(months), "rates") if len(months) > 1 else "",
        "of_topics": _drawn(_topics(newest), "topics") if newest else "",
    }
    return page(request, "portal/following/figures.html", context)


def _counts(months: Sequence[PublicMonth]) -> Chart | None:
    """Accepted and closed requests by month, the oldest first."""
    named = ("count", gettext("受理")), ("closed", gettext("办结"))
    return _chart(months, "column", gettext("各月受理和办结"), "件", named)


def _rates(months: Sequence[PublicMonth]) -> Chart | None:
    """The rates by month."""
    named = ("closing_rate", gettext("办结率")), ("satisfied_rate", gettext("满意率"))
    return _chart(months, "line", gettext("各月办结率和满意率"), "%", named)


def _chart(
    months: Sequence[PublicMonth],
    kind: str,
    title: str,
    unit: str,
    named: Sequence[tuple[str, str]],
) -> Chart | None:
    shown = months[::-1]
    series = tuple(
        Series(label, tuple(_number(month.totals.get(name)) for month in shown))
        for name, label in named
        if any(name in month.totals for month in shown)
    )
    if not series:
        return None
    labels = tuple(month.starts_on.strftime(MONTH) for month in shown)
    return Chart(kind, title, unit, labels, series)  # type: ignore[arg-type]


def _topics(month: PublicMonth) -> Chart | None:
    """The largest topics of a month."""
    rows = month.topics[:MOST_BARS]
    if not rows:
        return None
    labels = tuple(count.label for count, _ in rows)
    values = tuple(count.numerator for count, _ in rows)
    return Chart("bar", gettext("反映的问题"), "件", labels, (Series(gettext("件数"), values),))


def _number(figure: PublicFigure | None) -> Decimal | None:
    if figure is None:
        return None
    try:
        return Decimal(figure.value.removesuffix("%"))
    except InvalidOperation:
        return None


def _drawn(chart: Chart | None, key: str) -> SafeString | str:
    return mark_safe(chart_svg(chart, key)) if chart is not None else ""  # noqa: S308 - escaped there
