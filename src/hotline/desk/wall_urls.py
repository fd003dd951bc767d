"""Addresses of screens on walls, which nobody signs in to: the key opens them."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import calls, walls

urlpatterns: list[URLPattern] = [
    path("wall/", walls.wall, name="wall"),
    path("wall/queue", calls.queue_wall, name="wall_queue"),
    path("wall/<str:kind>", walls.wall, name="wall_of"),
    path("wall/key/<str:key>", walls.wall_key, name="wall_key"),
]
