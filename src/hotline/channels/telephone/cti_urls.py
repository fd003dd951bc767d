"""The address at which exchanges tell of calls."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.channels.telephone import cti_views

urlpatterns: list[URLPattern] = [path("events", cti_views.cti_events, name="cti_events")]
