"""Addresses of the staff screens; a verb's address is the verb."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hotline.desk import attachments, case_list, case_page, home, moves, new_case, reveal, topics

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hotline.desk.office_urls")),
    path("", include("hotline.desk.knowledge_urls")),
    path("", include("hotline.desk.catalogue_urls")),
    path("", home.home, name="home"),
    path("topics", topics.topics, name="topics"),
    path("cases", case_list.cases, name="cases"),
    path("cases/new", new_case.new_case, name="new_case"),
    path("cases/<str:number>", case_page.case, name="case"),
    path("cases/<str:number>/reveal", reveal.reveal, name="reveal"),
    path("cases/<str:number>/attach", attachments.attach, name="attach"),
    path(
        "cases/<str:number>/attachments/<uuid:attachment>",
        attachments.attachment,
        name="attachment",
    ),
    path(
        "cases/<str:number>/attachments/<uuid:attachment>/small",
        attachments.small_picture,
        name="small_picture",
    ),
    path(
        "cases/<str:number>/attachments/<uuid:attachment>/detach",
        attachments.detach,
        name="detach",
    ),
    path("cases/<str:number>/classify", moves.classify, name="classify"),
    path("cases/<str:number>/answer", moves.answer, name="answer"),
    path("cases/<str:number>/accept", moves.accept, name="accept"),
    path("cases/<str:number>/dispatch", moves.dispatch, name="dispatch"),
    path("cases/<str:number>/sign", moves.sign, name="sign"),
    path("cases/<str:number>/reply", moves.reply, name="reply"),
    path("cases/<str:number>/review", moves.review, name="review"),
    path("cases/<str:number>/send_back", moves.send_back, name="send_back"),
    path("cases/<str:number>/call_back", moves.call_back, name="call_back"),
    path("cases/<str:number>/handle_again", moves.handle_again, name="handle_again"),
    path("cases/<str:number>/close", moves.close, name="close"),
]
