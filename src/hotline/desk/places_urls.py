"""Addresses of the review of new place names."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import places

urlpatterns: list[URLPattern] = [
    path("places", places.places, name="places"),
    path("places/<uuid:row>/<str:verb>", places.settle, name="place_settle"),
]
