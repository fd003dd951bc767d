"""Addresses of the exchange, below /exchange/: for other installations, each request signed."""

from __future__ import annotations

from django.urls import re_path

from hotline.channels.exchange.receiving import files, messages

app_name = "exchange"
ROAD = r"(?P<road>[A-Za-z0-9_-]{1,60})"

urlpatterns = [
    re_path(rf"^{ROAD}/messages$", messages, name="messages"),
    re_path(rf"^{ROAD}/files/(?P<sm3>[0-9a-f]{{64}})$", files, name="files"),
]
