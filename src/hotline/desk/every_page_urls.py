"""Addresses that every page uses: drafts, the session's end, the bell, help."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import drafts, help, notice_settings, notices, session

urlpatterns: list[URLPattern] = [
    path("drafts", drafts.drafts, name="drafts"),
    path("drafts/<str:key>", drafts.draft, name="draft"),
    path("help", help.help_page, name="help"),
    path("help/<str:chapter>", help.help_page, name="help_chapter"),
    path("session", session.session, name="session"),
    path("notices/settings", notice_settings.notice_settings, name="notice_settings"),
    path("notices/settings/<str:way>", notice_settings.notice_address, name="notice_address"),
    path("notices/settings/<str:way>/code", notice_settings.notice_code, name="notice_code"),
    path("notices/bell", notices.bell, name="bell"),
]
