"""Addresses of exports: a list to be taken out, one's own orders, and their files."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import exports

urlpatterns: list[URLPattern] = [
    path("exports", exports.exports, name="exports"),
    path("exports/new/<str:list>", exports.new_export, name="new_export"),
    path("exports/<uuid:run>/file", exports.export_file, name="export_file"),
    path("exports/<uuid:run>/cancel", exports.export_cancel, name="export_cancel"),
]
