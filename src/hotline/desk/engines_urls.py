"""Addresses of the text engines: what they hold while one types, and what the office sets."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import engines, engines_learned, guesses, read_back

urlpatterns: list[URLPattern] = [
    path("guess", guesses.live, name="guess"),
    path("engines", engines.engines, name="engines"),
    path("engines/read-back", read_back.read_back, name="engines_read_back"),
    path("engines/<str:engine>/switch", engines.switch, name="engine_switch"),
    path("engines/classify", engines_learned.classify, name="engine_classify"),
    path("engines/classify/thresholds", engines_learned.thresholds, name="engine_thresholds"),
    path("engines/classify/learn", engines_learned.learn, name="engine_learn"),
    path("engines/classify/<str:field>", engines_learned.field, name="engine_field"),
    path("engines/classify/<str:field>/run", engines_learned.let_run, name="engine_run"),
]
