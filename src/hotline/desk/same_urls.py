"""Addresses of the matters that may have come more than once."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import same_events, same_matters, same_settings

urlpatterns: list[URLPattern] = [
    path("same", same_matters.same_matters, name="same_matters"),
    path("same/settings", same_settings.same_settings, name="same_settings"),
    path("same/events", same_events.same_events, name="same_events"),
    path("same/events/<uuid:event>", same_events.same_event, name="same_event"),
    path("same/events/<uuid:event>/dismiss", same_events.dismiss, name="same_dismiss"),
    path("same/events/<uuid:event>/<str:number>/part", same_events.part_case, name="same_part"),
    path("same/<uuid:pair>/join", same_matters.join_pair, name="same_join"),
    path("same/<uuid:pair>/apart", same_matters.apart, name="same_apart"),
]
