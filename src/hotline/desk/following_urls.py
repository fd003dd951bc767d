"""Addresses of what citizens ask for online, and of what the office shows to everybody."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import public_answers, wishes

urlpatterns: list[URLPattern] = [
    path("wishes", wishes.wishes, name="wishes"),
    path("wishes/<uuid:wish>/settle", wishes.settle, name="wish_settle"),
    path("answers", public_answers.public_answers, name="public_answers"),
    path("answers/<uuid:answer>/withdraw", public_answers.withdraw, name="public_answer_withdraw"),
    path("answers/new/<str:number>", public_answers.write, name="public_answer_new"),
]
