"""Addresses of the staff screens; a verb's address is the verb."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hotline.desk import (
    appearance,
    attachments,
    bulk,
    case_list,
    case_page,
    home,
    moves,
    new_case,
    notices,
    reveal,
    styles,
    topics,
)
from hotline.desk.forms.moves import FORMS

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hotline.desk.office_urls")),
    path("", include("hotline.desk.bulletin_urls")),
    path("", include("hotline.desk.knowledge_urls")),
    path("", include("hotline.desk.catalogue_urls")),
    path("", include("hotline.desk.account_urls")),
    path("", include("hotline.desk.bulletin_forms_urls")),
    path("", include("hotline.desk.reference_urls")),
    path("", include("hotline.desk.every_page_urls")),
    path("", include("hotline.desk.workstation_urls")),
    path("", include("hotline.desk.calls_urls")),
    path("", include("hotline.desk.oversight_urls")),
    path("", include("hotline.desk.board_urls")),
    path("", include("hotline.desk.unit_urls")),
    path("", include("hotline.desk.replies_urls")),
    path("", include("hotline.desk.two_desks_urls")),
    path("", include("hotline.desk.same_urls")),
    path("", include("hotline.desk.hot_issues_urls")),
    path("", include("hotline.desk.places_urls")),
    path("", include("hotline.desk.talking_urls")),
    path("", include("hotline.desk.finding_urls")),
    path("", include("hotline.desk.export_urls")),
    path("", include("hotline.desk.proofread_urls")),
    path("", include("hotline.desk.webhook_urls")),
    path("", include("hotline.desk.model_urls")),
    path("", include("hotline.desk.roads_urls")),
    path("", include("hotline.desk.following_urls")),
    path("", include("hotline.desk.engines_urls")),
    path("", home.home, name="home"),
    path("appearance", appearance.appearance, name="appearance"),
    path("styles", styles.styles, name="styles"),
    path("topics", topics.topics, name="topics"),
    path("cases", case_list.cases, name="cases"),
    path("cases/bulk/<str:verb>", bulk.bulk, name="bulk"),
    path("cases/new", new_case.new_case, name="new_case"),
    path("notices", notices.notices, name="notices"),
    path("notices/seen-all", notices.seen_all, name="notices_seen"),
    path("notices/<uuid:notice>/seen", notices.seen, name="notice_seen"),
    path("cases/<str:number>", case_page.case, name="case"),
    path("cases/<str:number>/reveal", reveal.reveal, name="reveal"),
    path("cases/<str:number>/attach", attachments.attach, name="attach"),
    path(
        "cases/<str:number>/attachments/<uuid:attachment>/recognise",
        attachments.recognise,
        name="recognise",
    ),
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
    *(path(f"cases/<str:number>/{verb}", moves.move, {"verb": verb}, name=verb) for verb in FORMS),
]
