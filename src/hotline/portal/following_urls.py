"""Addresses of following a request, and of what everybody may read."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.portal import answered, figures, following, questions

urlpatterns: list[URLPattern] = [
    path("progress/case", following.following, name="following"),
    path("progress/case/own", following.open_own, name="following_own"),
    path("progress/case/add", following.add, name="following_add"),
    path("progress/case/rate", following.rate, name="following_rate"),
    path("progress/case/withdraw", following.take_back, name="following_withdraw"),
    path("progress/case/reopen", following.reopen, name="following_reopen"),
    path("progress/case/part", following.part, name="following_part"),
    path("progress/case/leave", following.leave, name="following_leave"),
    path("figures", figures.figures, name="figures"),
    path("answered", answered.answered, name="answered"),
    path("answered.atom", answered.feed, name="answered_atom"),
    path("answered/<uuid:answer>", answered.answer, name="public_answer"),
    path("questions", questions.questions, name="questions"),
    path("questions/<str:number>", questions.question, name="question"),
    path("questions/<str:number>/helped", questions.helped, name="question_helped"),
]
