"""Every answer carries the policy that keeps foreign code out."""

from __future__ import annotations

import re

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/login", "/there/is/nothing", "/health"])
def test_every_answer_forbids_foreign_and_inline_code(address: str) -> None:
    headers = Client().get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/login", "/there/is/nothing"])
def test_our_own_pages_obey_the_policy(address: str) -> None:
    text = Client().get(address).content.decode()
    assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style", text) == []
