"""Addresses of the citizens' site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from hotline.portal import bulletins, front, progress
from hotline.rules.editions import ADDRESS

HERE = rf"^bulletins/(?P<at>{ADDRESS})"

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="home"),
    path("progress", progress.progress, name="progress"),
    path("bulletins", bulletins.bulletins, name="bulletins"),
    path("bulletins.json", bulletins.listing, name="bulletins_json"),
    path("bulletins.atom", bulletins.feed, name="bulletins_atom"),
    re_path(rf"{HERE}/file\.(?P<kind>[a-z]+)$", bulletins.file, name="bulletin_file"),
    re_path(rf"{HERE}$", bulletins.bulletin, name="bulletin"),
]
