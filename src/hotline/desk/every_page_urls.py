"""Addresses that every page uses: drafts, the session's end, the bell, help."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import drafts, notices, session

urlpatterns: list[URLPattern] = [
    path("drafts", drafts.drafts, name="drafts"),
    path("drafts/<str:key>", drafts.draft, name="draft"),
    path("session", session.session, name="session"),
    path("notices/bell", notices.bell, name="bell"),
]
