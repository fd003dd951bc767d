"""Addresses of the citizens' site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from hotline.portal import bulletins, front, progress

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="home"),
    path("progress", progress.progress, name="progress"),
    path("bulletins", bulletins.bulletins, name="bulletins"),
    path("bulletins/<str:month>", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:month>/file.<str:kind>", bulletins.file, name="bulletin_file"),
]
