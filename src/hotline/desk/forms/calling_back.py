"""The forms of one call: what holds for the call, and what was said about each case in it."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import CodeChoice, Moment, Words, YesNo, tell_missing
from hotline.desk.forms.finishing import ASKED_OF_A_CALLBACK
from hotline.desk.forms.moving import LONG
from hotline.desk.forms.working import dialled
from hotline.records.models import Case
from hotline.steps.call_back import RATINGS, SOLVED
from hotline.steps.calling_back.record_call import THEN

AGAINST_CLOSING = ("no", "dissatisfied")


class CallForm(forms.Form):
    """One call: whether anybody answered, and what was said about the hotline itself."""

    reached = YesNo("是否接通", needed=True)
    service_rating = CodeChoice("对热线服务的评价", RATINGS)
    asked_for = Moment("约定下次回访时间", help_text="未接通或改约时可填；不填则按规定的间隔再打。")
    dialled = dialled()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="call_%s")

    def clean(self) -> dict[str, Any]:
        """Who was reached has rated the service."""
        if self.cleaned_data.get("reached") is None and "reached" not in self.errors:
            self.add_error("reached", "请选择本次回访是否接通。")
        if self.cleaned_data.get("reached"):
            tell_missing(self, {"service_rating": ASKED_OF_A_CALLBACK["service_rating"]})
        return self.cleaned_data


class SaidForm(forms.Form):
    """What the citizen said about one case; `case` is set on it for the template."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    solved = CodeChoice("问题是否解决", SOLVED)
    handling_rating = CodeChoice("对办理结果的评价", RATINGS)
    note = Words("回访记录", limit=LONG, rows=2, placeholder="诉求人的原话；重办时即为重办原因")
    then = CodeChoice("接下来", THEN)

    def __init__(self, data: Any = None, *, case: Case, reached: bool | None = None) -> None:
        super().__init__(
            data,
            prefix=case.number,
            auto_id="said_%s",
            initial={"seen": case.version, "then": "close"},
        )
        self.case = case
        self.reached = reached

    def clean(self) -> dict[str, Any]:
        """Who was reached has said two things; who is not content is not simply closed."""
        given = self.cleaned_data
        if not self.reached:
            return given
        tell_missing(
            self,
            {name: ASKED_OF_A_CALLBACK[name] for name in ("solved", "handling_rating")},
        )
        against = {given.get("solved"), given.get("handling_rating")} & set(AGAINST_CLOSING)
        if against and given.get("then") == "close":
            self.add_error("then", "未解决或不满意的不能直接办结；请选“重办”或“先不办结”。")
        if given.get("then") == "handle_again" and len(given.get("note", "").strip()) < len("原因"):
            self.add_error("note", "重办请写明诉求人的原话，作为重办原因。")
        return given
