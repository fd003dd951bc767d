"""The forms of the roads: what an adapter needs to know, asked for as the adapter says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from hotline.channels.adapters import ADAPTERS
from hotline.channels.shape import Setting
from hotline.desk.forms.fields import RowChoice, Tick, Words
from hotline.records.models import Road
from hotline.records.queries.reference import channels
from hotline.records.queries.roads import secrets_of
from hotline.steps.roads.keep_road import NAME_LENGTH, SETTING_LENGTH, RoadFacts

KEPT = "已保存，不再显示；不填则不变。"


class NewRoadForm(forms.Form):
    """A further road: what it is called and which adapter speaks its protocol."""

    name = Words("线路名称", limit=NAME_LENGTH, needed=True)
    code = Words("代码", limit=59, needed=True, help_text="小写字母、数字和下划线；以后不能改。")
    adapter = forms.ChoiceField(
        label="对接方式",
        choices=lambda: [(word, each.name) for word, each in ADAPTERS.items()],
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": "请选择对接方式。", "invalid_choice": "请从列表中选择。"},
    )
    channel = RowChoice("来件计入渠道", channels, empty="不接收来件（只发不收）")

    def facts(self) -> RoadFacts:
        """What was typed."""
        given = self.cleaned_data
        return RoadFacts(given["name"], given["channel"])


class RoadForm(forms.Form):
    """What is known of a road, and what its adapter needs; a secret is never shown again."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        label="版本",
        error_messages=dict.fromkeys(("required", "invalid"), "页面已过期；请刷新页面后再提交。"),
    )
    name = Words("线路名称", limit=NAME_LENGTH, needed=True)
    channel = RowChoice("来件计入渠道", channels, empty="不接收来件（只发不收）")
    answers = Tick("办理情况要回传", help_text="不勾选则只收不回。")

    def __init__(self, data: Any = None, *, road: Road) -> None:
        adapter = ADAPTERS.get(road.adapter)
        self.road = road
        self.asked: Sequence[Setting] = adapter.settings if adapter is not None else ()
        first = {
            "seen": road.version,
            "name": road.name,
            "channel": road.channel.code if road.channel else "",
            "answers": road.answers,
        }
        known = {f"set_{each.name}": self._known(each) for each in self.asked}
        super().__init__(data, auto_id="road_%s", initial={**first, **known})
        kept = secrets_of(road)
        for each in self.asked:
            self.fields[f"set_{each.name}"] = _field(each, is_kept=bool(kept.get(each.name)))

    def _known(self, each: Setting) -> str:
        return "" if each.secret else str(self.road.settings.get(each.name, each.default))

    def facts(self) -> RoadFacts:
        """What was typed; what the adapter keeps beside its settings stays, and so do secrets
        that were left empty."""
        given = self.cleaned_data
        plain = {each.name: given[f"set_{each.name}"] for each in self.asked if not each.secret}
        secrets = {
            each.name: given[f"set_{each.name}"]
            for each in self.asked
            if each.secret and given[f"set_{each.name}"]
        }
        settings = {**self.road.settings, **plain}
        return RoadFacts(given["name"], given["channel"], given["answers"], settings, secrets)

    @property
    def own(self) -> Iterator[forms.BoundField]:
        """What every road has."""
        return (self[name] for name in ("name", "channel", "answers"))

    @property
    def of_adapter(self) -> list[forms.BoundField]:
        """What this adapter asks for."""
        return [self[f"set_{each.name}"] for each in self.asked]


def _field(each: Setting, *, is_kept: bool) -> forms.Field:
    if each.choices:
        return forms.ChoiceField(
            label=each.label,
            required=False,
            help_text=each.help,
            choices=each.choices,
            widget=forms.Select({"class": "form-select"}),
            error_messages={"invalid_choice": f"请从列表中选择“{each.label}”。"},
        )
    hint = f"{each.help}{KEPT}" if is_kept else each.help
    field = Words(
        each.label,
        limit=SETTING_LENGTH,
        needed=each.required and not is_kept,
        rows=each.rows,
        help_text=hint,
    )
    if each.secret and not each.rows:
        field.widget = forms.PasswordInput(
            {"class": "form-control", "autocomplete": "new-password"}, render_value=False
        )
    return field
