"""The filters above the journals of the whole office."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import Day, Words
from hotline.records.queries.audit import Asked
from hotline.steps.exporting.journal_lines import JOURNAL_NAMES, VERB_NAMES


class AuditForm(forms.Form):
    """What is asked for: a journal or one verb of it, a person, a case, some days."""

    what = forms.ChoiceField(
        label="事项",
        required=False,
        widget=forms.Select({"class": "form-select"}),
        error_messages={"invalid_choice": "请从列表中选择“事项”。"},
    )
    person = Words("人员", limit=60, placeholder="姓名或用户名")
    number = Words("工单号", limit=30, placeholder="工单号")
    first = Day("自")
    last = Day("至")

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["what"].choices = [("", "全部事项"), *map(_group, JOURNAL_NAMES)]

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "“至”不能早于“自”，请改正。")
        return self.cleaned_data

    def asked(self) -> Asked:
        """What the query wants."""
        given = self.cleaned_data
        journal, _, verb = given["what"].partition(".")
        return Asked(
            journal=journal,
            verb=verb,
            person=given["person"],
            number=given["number"].upper(),
            first=given["first"],
            last=given["last"],
        )

    def told(self) -> dict[str, str]:
        """The filters that are filled, as a person reads them; for the entry of an export."""
        told = {name: str(self[name].data) for name in self.fields if self[name].data}
        if "what" in told:
            asked = self.asked()
            verbs = VERB_NAMES[asked.journal]
            told["what"] = verbs.get(asked.verb, JOURNAL_NAMES[asked.journal])
        return {str(self.fields[name].label): text for name, text in told.items()}


def _group(journal: str) -> tuple[str, list[tuple[str, str]]]:
    """A journal with its verbs, headed by all of it."""
    name = JOURNAL_NAMES[journal]
    verbs = [(f"{journal}.{verb}", text) for verb, text in VERB_NAMES[journal].items()]
    return name, [(journal, f"{name}（全部）"), *verbs]
