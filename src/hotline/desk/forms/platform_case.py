"""The quick form for a matter that is copied by hand from a superior's board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hotline.desk.forms.fields import Moment, RowChoice, Words, tell_missing
from hotline.desk.forms.new_case import ASKED_TO_GO_ON, REGISTER, NewCaseForm
from hotline.records.models import Road
from hotline.records.queries.roads import hand_roads
from hotline.rules.arrivals import Arrival

ASKED = {"road": "请选择来件的平台。", "text": "请填写诉求内容。"}


class PlatformCaseForm(NewCaseForm):
    """The platform, its board, its number and deadline, and the matter itself."""

    road = RowChoice("来件平台", hand_roads, empty="请选择", needed=True)
    board = Words("板块", limit=100, list="boards")
    arrived_at = Moment("来件时间", help_text="不填则为现在。")

    def __init__(self, data: Mapping[str, Any] | None = None, *, day: date, road: str = "") -> None:
        super().__init__(data, day=day)
        for name in ("channel", "answer"):
            del self.fields[name]
        self.initial["road"] = road
        self.fields["external_number"].widget.attrs["autofocus"] = True
        self.fields["external_number"].label = "对方编号"

    def clean(self) -> dict[str, Any]:
        """What must be there, all told at once."""
        tell_missing(self, ASKED if self.button == REGISTER else {**ASKED, **ASKED_TO_GO_ON})
        return self.cleaned_data

    @property
    def chosen(self) -> Road:
        """The road of the platform."""
        road: Road = self.cleaned_data["road"]
        return road

    def arrival(self, staff_id: object, at: datetime) -> Arrival:
        """What stands on the board, under a key that belongs to this form and this person."""
        facts = self.cleaned_data
        copied = ("title", "text", "place", "sender_name", "sender_phone", "board")
        channel = self.chosen.channel
        return Arrival(
            channel=channel.code if channel is not None else "",
            key=f"desk-{staff_id}-{facts['key']}",
            arrived_at=facts["arrived_at"] or at,
            external_number=facts["external_number"].strip(),
            external_due_at=facts["external_due_at"],
            **{name: facts[name] for name in copied},
        )
