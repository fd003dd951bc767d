"""Addresses of filing a request, and of citizens' accounts."""

from __future__ import annotations

from django.urls import URLPattern, path

from hotline.portal import accounts, filing, filing_receipt

urlpatterns: list[URLPattern] = [
    path("file", filing.filing, name="filing"),
    path("file/receipt", filing_receipt.filed, name="filed"),
    path("file/receipt.txt", filing_receipt.as_text, name="filed_text"),
    path("file/done", filing_receipt.done, name="filed_done"),
    path("mine", accounts.mine, name="mine"),
    path("mine/code", accounts.code, name="account_code"),
    path("mine/enter", accounts.enter, name="account_enter"),
    path("mine/leave", accounts.leave, name="account_leave"),
    path("mine/data.json", accounts.export, name="account_export"),
]
