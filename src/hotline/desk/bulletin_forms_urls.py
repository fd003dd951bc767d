"""Addresses of the editor of bulletin forms."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import bulletin_forms

urlpatterns: list[URLPattern] = [
    path("forms", bulletin_forms.forms, name="bulletin_forms"),
    path("forms/new", bulletin_forms.new, name="bulletin_form_new"),
    path("forms/preview", bulletin_forms.try_out, name="bulletin_form_preview"),
    path("forms/form/<slug:code>", bulletin_forms.form, name="bulletin_form"),
    path("forms/form/<slug:code>/undo", bulletin_forms.undo, name="bulletin_form_undo"),
]
