"""Addresses of filing a request."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.portal import filing, filing_receipt

urlpatterns: list[URLPattern] = [
    path("file", filing.filing, name="filing"),
    path("file/receipt", filing_receipt.filed, name="filed"),
    path("file/receipt.txt", filing_receipt.as_text, name="filed_text"),
    path("file/receipt.svg", filing_receipt.as_picture, name="filed_picture"),
    path("file/done", filing_receipt.done, name="filed_done"),
]
