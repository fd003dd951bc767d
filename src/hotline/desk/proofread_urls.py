"""Address of the proofreader."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import proofreading

urlpatterns: list[URLPattern] = [path("proofread", proofreading.proofread, name="proofread")]
