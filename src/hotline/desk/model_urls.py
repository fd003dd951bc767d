"""Addresses of the language model: drafts of a case, and what it may."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import model_drafts

urlpatterns: list[URLPattern] = [
    path("language-model", model_drafts.language_model, name="language_model"),
    path("cases/<str:number>/model/<slug:task>", model_drafts.model_draft, name="model_draft"),
]
