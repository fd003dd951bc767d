"""Addresses of the citizens' site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hotline.portal import bulletins, front, language, progress

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="home"),
    path("display", language.display, name="display"),
    path("", include("hotline.portal.filing_urls")),
    path("", include("hotline.portal.following_urls")),
    path("progress", progress.progress, name="progress"),
    path("bulletins", bulletins.bulletins, name="bulletins"),
    path("bulletins.json", bulletins.listing, name="bulletins_json"),
    path("bulletins.atom", bulletins.feed, name="bulletins_atom"),
    path("bulletins/schema/<str:name>", bulletins.schema, name="schema"),
    path("bulletins/<where:at>/file.<str:kind>", bulletins.file, name="bulletin_file"),
    path("bulletins/<where:at>", bulletins.bulletin, name="bulletin"),
]
