"""Suggestions of topics while a person types, for the list under the field 问题分类."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.queries.choosing import search_topics


@for_staff("register", "classify", "manage_dispatch_rules")
@require_safe
def topics(request: StaffRequest) -> HttpResponse:
    """GET `q` (or the field's own `topic`): the closest topics as options of a datalist."""
    words = (request.GET.get("q") or request.GET.get("topic", "")).strip()[:50]
    found = search_topics(words, timezone.localdate())
    return render(request, "desk/topic_options.html", {"topics": found})
