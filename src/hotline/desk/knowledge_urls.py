"""Addresses of the knowledge base; a verb's address is the verb."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import knowledge, knowledge_article, knowledge_edit, knowledge_moves

ONE = "knowledge/<str:article>"

urlpatterns: list[URLPattern] = [
    path("knowledge", knowledge.articles, name="articles"),
    path("knowledge/new", knowledge_edit.new_article, name="new_article"),
    path("knowledge/work", knowledge.work, name="articles_in_work"),
    path("knowledge/expiring", knowledge.soon, name="articles_expiring"),
    path("knowledge/corrections", knowledge.corrections, name="article_corrections"),
    path(
        "knowledge/corrections/<uuid:correction>/settle",
        knowledge_moves.settle,
        name="settle_correction",
    ),
    path(ONE, knowledge_article.article, name="article"),
    path(f"{ONE}/edit", knowledge_edit.edit, name="article_edit"),
    path(f"{ONE}/submit", knowledge_moves.submit, name="article_submit"),
    path(f"{ONE}/drop", knowledge_moves.drop, name="article_drop"),
    path(f"{ONE}/review", knowledge_moves.review, name="article_review"),
    path(f"{ONE}/send_back", knowledge_moves.send_back, name="article_send_back"),
    path(f"{ONE}/publish", knowledge_moves.publish, name="article_publish"),
    path(f"{ONE}/renew", knowledge_moves.renew, name="article_renew"),
    path(f"{ONE}/withdraw", knowledge_moves.withdraw, name="article_withdraw"),
    path(f"{ONE}/open", knowledge_moves.open_to_all, name="article_open"),
    path(f"{ONE}/keep_in", knowledge_moves.keep_in, name="article_keep_in"),
    path(f"{ONE}/use", knowledge_moves.use, name="article_use"),
    path(f"{ONE}/correct", knowledge_moves.correct, name="article_correct"),
]
