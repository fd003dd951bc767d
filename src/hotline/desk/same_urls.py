"""Addresses of the matters that may have come more than once."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import same_matters

urlpatterns: list[URLPattern] = [
    path("same", same_matters.same_matters, name="same_matters"),
    path("same/<uuid:pair>/join", same_matters.join_pair, name="same_join"),
    path("same/<uuid:pair>/apart", same_matters.apart, name="same_apart"),
]
