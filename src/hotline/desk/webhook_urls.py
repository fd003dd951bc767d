"""Addresses of what goes out: to programs that subscribed, by text message to citizens."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import texts, webhooks

urlpatterns: list[URLPattern] = [
    path("texts", texts.texts, name="texts"),
    path("webhooks", webhooks.webhooks, name="webhooks"),
    path("webhooks/<uuid:webhook>", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:webhook>/secret", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/<uuid:webhook>/test", webhooks.webhook_test, name="webhook_test"),
    path("webhooks/<uuid:webhook>/pause", webhooks.webhook_pause, name="webhook_pause"),
    path("webhooks/<uuid:webhook>/resume", webhooks.webhook_resume, name="webhook_resume"),
]
