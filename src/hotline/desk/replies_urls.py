"""Addresses of the check of replies, of promises and of what is drawn from a text."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import drafting, promises, reply_checks

urlpatterns: list[URLPattern] = [
    path("promises", promises.promises, name="promises"),
    path("promises/<uuid:promise>/settle", promises.settle, name="settle_promise"),
    path("engines/replies", reply_checks.reply_setting, name="reply_setting"),
    path("drafted", drafting.drafted, name="drafted"),
    path("unit/cases/<str:number>/check", reply_checks.check_reply, name="check_reply"),
    path("cases/<str:number>/material", drafting.material, name="material"),
]
