"""Addresses of the telephone line: queue board, calls behind its numbers, who was missed."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import calls, missed

urlpatterns: list[URLPattern] = [
    path("queue", calls.queue, name="queue"),
    path("calls", calls.calls, name="calls"),
    path("calls/<uuid:call>", calls.call, name="call"),
    path("calls/<uuid:call>/look", calls.look, name="call_look"),
    path("missed", missed.missed, name="missed"),
    path("missed/<uuid:row>/<str:verb>", missed.act, name="missed_act"),
]
