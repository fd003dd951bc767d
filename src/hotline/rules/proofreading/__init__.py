"""Proofreading: does a published text add up, and does it say more than it may.

`proofread` reads any bulletin given as plain paragraphs and tables, `check_draft` our own draft
against its figures. Both answer with findings; nothing is changed.
"""

from hotline.rules.proofreading.drafts import check_draft, draft_text
from hotline.rules.proofreading.findings import GROUPS, KINDS, SEVERITIES, Finding, Place
from hotline.rules.proofreading.plain_text import text_of
from hotline.rules.proofreading.proofread import proofread, proofread_together
from hotline.rules.proofreading.register import (
    DatedName,
    Known,
    NameRegister,
    register_of_files,
)
from hotline.rules.proofreading.text import DocumentText, Leftover, TextTable

__all__ = [
    "GROUPS",
    "KINDS",
    "SEVERITIES",
    "DatedName",
    "DocumentText",
    "Finding",
    "Known",
    "Leftover",
    "NameRegister",
    "Place",
    "TextTable",
    "check_draft",
    "draft_text",
    "proofread",
    "proofread_together",
    "register_of_files",
    "text_of",
]
