"""Addresses of the dispatcher's desk, the callback desk and the quality samples."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.desk import callbacks, dispatching, dispatching_bulk, quality

urlpatterns: list[URLPattern] = [
    path("dispatching", dispatching.dispatching, name="dispatching"),
    path("dispatching/several", dispatching_bulk.accept_several, name="accept_several"),
    path("dispatching/<str:number>/undo", dispatching.undo, name="undo_dispatch"),
    path("dispatching/<str:number>/<str:verb>", dispatching.decide, name="decide"),
    path("callbacks", callbacks.callbacks, name="callbacks"),
    path("callbacks/<str:number>", callbacks.record, name="record_call"),
    path("callbacks/<str:number>/claim", callbacks.claim, name="claim_call"),
    path("callbacks/<str:number>/dial", callbacks.dial, name="dial"),
    path("quality", quality.samples, name="quality"),
    path("quality/draw", quality.draw, name="draw_sample"),
    path("quality/<uuid:sample>", quality.sample, name="quality_sample"),
    path("quality/<uuid:sample>/<int:place>", quality.score, name="quality_check"),
]
