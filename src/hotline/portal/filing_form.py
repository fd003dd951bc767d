"""What a citizen fills in to file a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.records.models import Kind
from hotline.records.queries.areas import areas_on
from hotline.records.queries.reference import kinds
from hotline.rules.visiting import LONGEST_TEXT, plain_phone

ELSEWHERE = "elsewhere"
SHORTEST_TEXT = 5
PLACE_LENGTH = 200
NAME_LENGTH = 50
NUL = _("里面有看不见的空字符，不能保存；请删去后重新填写。")
# What the page that asks "is this right?" carries on; the rest the form page says anew.
CARRIED = ("text", "area", "place", "kind", "name", "phone", "confidential", "sms", "consent")


def today() -> date:
    """The day by which the city's words are chosen."""
    return timezone.localdate()


def area_choices() -> list[Any]:
    """The districts with their streets, for a list with groups."""
    elsewhere = (ELSEWHERE, _("说不清楚，或全市都有"))
    return [("", _("请选择")), *areas_on(today()), elsewhere]


def kind_choices() -> list[tuple[str, str | Promise]]:
    """The kinds of request; the office sorts out what is left open."""
    return [("", _("由工作人员判断")), *((code, row.name) for code, row in kinds().items())]


def _words(label: Any, most: int, help_text: Any = "", **attributes: Any) -> forms.CharField:
    field = forms.CharField(
        label=label, required=False, max_length=most, strip=True, help_text=help_text
    )
    field.validators = [v for v in field.validators if not _is_nul(v)]
    field.validators.append(ProhibitNullCharactersValidator(NUL))
    field.widget.attrs |= {"class": "form-control", **attributes}
    return field


def _is_nul(validator: object) -> bool:
    return isinstance(validator, ProhibitNullCharactersValidator)


class FilingForm(forms.Form):
    """The request as it is typed; every refusal says what to do."""

    text = _words(_("发生了什么事？"), LONGEST_TEXT)
    area = forms.ChoiceField(label=_("在哪里？"), choices=area_choices, required=False)
    place = _words(_("具体地点"), PLACE_LENGTH)
    kind = forms.ChoiceField(label=_("您希望"), choices=kind_choices, required=False)
    name = _words(_("怎么称呼您"), NAME_LENGTH, autocomplete="name")
    phone = _words(_("联系电话"), 30, autocomplete="tel", inputmode="tel", type="tel")
    confidential = forms.BooleanField(
        label=_("请为我保密：不向承办单位透露我的姓名和电话"), required=False
    )
    sms = forms.BooleanField(label=_("把查询码和密码用短信发给我"), required=False)
    consent = forms.BooleanField(label=_("我已阅读并同意上面的个人信息说明"), required=False)
    website = forms.CharField(required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        text = self.fields["text"]
        text.widget = forms.Textarea({"class": "form-control", "rows": 6, "required": True})
        text.widget.attrs["maxlength"] = LONGEST_TEXT
        text.help_text = _("时间、经过、您希望怎样解决。请不要写他人的身份证号等隐私。")
        self.fields["area"].widget.attrs |= {"class": "form-select", "required": True}
        self.fields["area"].help_text = _("选到区、街道或乡镇即可。")
        self.fields["name"].help_text = _("例如“王女士”，也可以写全名。")
        self.fields["place"].help_text = _("路名、小区、门牌或附近的标志，便于找到。")
        self.fields["phone"].help_text = _("手机或带区号的固定电话。")
        self.fields["kind"].widget = forms.RadioSelect(choices=self.fields["kind"].choices)

    def clean_text(self) -> str:
        """The matter, with enough words to know what it is."""
        text: str = self.cleaned_data["text"]
        if not text:
            raise forms.ValidationError(_("请写明发生了什么事。"))
        if len(text) < SHORTEST_TEXT:
            raise forms.ValidationError(_("请写得再具体一些，让工作人员看得明白。"))
        return text

    def clean_area(self) -> str:
        """Where in the city; who does not know says so."""
        area: str = self.cleaned_data["area"]
        if not area:
            raise forms.ValidationError(_("请选择在哪个区、街道；不确定时选最后一项。"))
        return area

    def clean_phone(self) -> str:
        """The number as its digits, or none."""
        typed: str = self.cleaned_data["phone"]
        if not typed:
            return ""
        found = plain_phone(typed)
        if found is None:
            raise forms.ValidationError(
                _("电话号码不对：手机为 11 位，固定电话请加区号，例如 0434-3260000。")
            )
        return found

    def clean_consent(self) -> bool:
        """Without consent nothing is kept."""
        if not self.cleaned_data["consent"]:
            raise forms.ValidationError(_("请阅读个人信息说明，同意后再提交。"))
        return True

    def clean_website(self) -> str:
        """A field that people do not see; programs fill it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("请把“网址”一栏留空；它只用来识别自动程序。"))
        return ""

    @property
    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """What is wrong, for the list above the form: identity of the field, its label, why."""
        for name, sentences in self.errors.items():
            if name in self.fields and name != "website":
                field = self[name]
                yield field.id_for_label or field.auto_id, str(field.label), str(sentences[0])
            else:
                yield "", "", str(sentences[0])

    @property
    def chosen_kind(self) -> Kind | None:
        """The kind that was chosen."""
        return kinds().get(self.cleaned_data.get("kind", ""))

    @property
    def whole_place(self) -> str:
        """Area and place as one line, the area said once."""
        area, place = area_called(self.cleaned_data["area"]), self.cleaned_data["place"]
        return place if place.startswith(area) else f"{area}{place}"


def area_called(code: str) -> str:
    """The whole name of an area; empty for none."""
    names = {key: name for _, choices in areas_on(today()) for key, name in choices}
    return names.get(code, "")
