"""Addresses of what is said about a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import comments

urlpatterns: list[URLPattern] = [
    path("cases/<str:number>/comment", comments.comment, name="comment"),
    path("cases/<str:number>/mentionable", comments.mentionable, name="mentionable"),
    path(
        "cases/<str:number>/comments/<uuid:comment>/rewrite",
        comments.rewrite,
        name="rewrite_comment",
    ),
    path(
        "cases/<str:number>/comments/<uuid:comment>/withdraw",
        comments.withdraw,
        name="withdraw_comment",
    ),
]
