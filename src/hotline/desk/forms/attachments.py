"""The form by which files come onto a case, and the one by which one is withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from hotline.desk.forms.fields import Words
from hotline.documents.media import FAMILIES, MEDIA
from hotline.rules.attachments import BELONGS
from hotline.steps.detach import REASON_LENGTH

MEGABYTE = 1024 * 1024
ACCEPT = ",".join(f".{ending}" for media in MEDIA.values() for ending in media.endings)


class _ManyInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged by the step, so that a bad one spoils no good one."""

    def __init__(self, label: str) -> None:
        attributes = {"class": "form-control", "accept": ACCEPT, "aria-required": "true"}
        super().__init__(
            label=label,
            required=False,
            allow_empty_file=True,
            widget=_ManyInput(attributes),
        )
        self.needed = True

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """What was sent, in order."""
        return [each for each in data or [] if each]


class AttachForm(forms.Form):
    """Which files, and what they belong to."""

    files = FilesField("文件")
    belongs_to = forms.ChoiceField(
        label="材料类别",
        choices=list(BELONGS.items()),
        widget=forms.Select({"class": "form-select"}),
        error_messages={
            "required": "请选择材料类别。",
            "invalid_choice": "请从列表中选择材料类别。",
        },
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        limits = settings.HOTLINE_ATTACHMENT_LIMITS.items()
        sizes = "、".join(f"{FAMILIES[family]} {size // MEGABYTE} MB" for family, size in limits)
        self.fields[
            "files"
        ].help_text = f"可一次选多个。上限：{sizes}。照片中的位置信息会自动去除。"


class DetachForm(forms.Form):
    """Why an attachment is withdrawn."""

    reason = Words("撤下理由", limit=REASON_LENGTH, needed=True)
