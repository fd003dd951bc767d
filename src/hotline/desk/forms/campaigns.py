"""The forms of campaigns: their days, and what a new one is called."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import Day, Words
from hotline.records.models import Campaign

WORDS_HELP = "文中有这些词时推测属于本专题，例如：内涝、积水；可不填。"


class DaysForm(forms.Form):
    """From when until when a campaign is on."""

    starts_on = Day("开始日期", needed=True)
    ends_on = Day("结束日期", help_text="不填则一直开展。")
    words = Words("关键词", help_text=WORDS_HELP)

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        known: dict[str, Any] = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
        known["words"] = "、".join(campaign.words)
        super().__init__(data, auto_id=f"{campaign.code}_%s", initial=known)


class CampaignForm(forms.Form):
    """A new campaign."""

    name = Words("名称", needed=True)
    code = Words("代码", needed=True, help_text="小写英文，例如 flood_2026；以后不能改。")
    starts_on = Day("开始日期", needed=True)
    ends_on = Day("结束日期", help_text="不填则一直开展。")
    words = Words("关键词", help_text=WORDS_HELP)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="new_%s", **options)
