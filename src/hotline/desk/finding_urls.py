"""Addresses of finding: the search, one's saved filters and columns."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import list_columns, saved_filters, search

urlpatterns: list[URLPattern] = [
    path("search", search.search, name="search"),
    path("search/suggest", search.suggest, name="suggest"),
    path("cases/columns", list_columns.columns, name="columns"),
    path("cases/filters", saved_filters.filters, name="filters"),
    path("cases/filters/save", saved_filters.save, name="save_filter"),
    path("cases/filters/<uuid:row>/rename", saved_filters.rename, name="rename_filter"),
    path("cases/filters/<uuid:row>/delete", saved_filters.delete, name="delete_filter"),
    path("cases/filters/<uuid:row>/restore", saved_filters.restore, name="restore_filter"),
    path("cases/filters/<uuid:row>/first", saved_filters.first, name="first_filter"),
]
