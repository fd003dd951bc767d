"""The choices of how the screens look."""

from __future__ import annotations

from django import forms

from hotline.desk.forms.fields import CodeChoice

# The first of each is the usual; the codes are attributes that tokens.css knows.
CHOICES: dict[str, dict[str, str]] = {
    "theme": {"light": "浅色", "dark": "深色", "system": "跟随系统"},
    "size": {"usual": "标准", "large": "大", "larger": "特大"},
    "contrast": {"usual": "标准", "high": "高对比"},
}


class AppearanceForm(forms.Form):
    """显示方式; what is not chosen is as usual."""

    theme = CodeChoice("配色", CHOICES["theme"])
    size = CodeChoice("字号", CHOICES["size"])
    contrast = CodeChoice("对比度", CHOICES["contrast"])
