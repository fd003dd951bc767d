"""The forms of what goes to and fro between us and who handed a matter to us."""

from __future__ import annotations

from typing import Any

from hotline.desk.forms.fields import CodeChoice, Moment, Words
from hotline.desk.forms.moving import MoveForm
from hotline.records.models import Case
from hotline.rules.masking import mask_text
from hotline.rules.roads import KINDS
from hotline.steps.roads.take_message import SAID_TO_US
from hotline.steps.roads.write_back import LONGEST, SAID_BY_A_PERSON

TITLE, PLACE = 300, 300


class AmendForm(MoveForm):
    """更正来件."""

    verb = "amend"
    title = Words("标题", limit=TITLE)
    text = Words("更正后的诉求内容", needed=True, rows=5, help_text="原来的内容保留，可逐字对照。")
    place = Words("地点", limit=PLACE, help_text="不填则不变。")
    due_at = Moment("上级新的时限", help_text="不填则不变。")

    def known(self, case: Case) -> dict[str, Any]:
        """The matter as it stands, to be changed where the sender changed it; what holds a number
        is typed anew, because no page carries a whole one."""
        told = {"title": case.title, "text": case.text, "place": case.place}
        return {name: words for name, words in told.items() if mask_text(words) == words}


class TakeMessageForm(MoveForm):
    """收到来文."""

    verb = "take_message"
    kind = CodeChoice("来文种类", {kind: KINDS[kind] for kind in SAID_TO_US}, needed=True)
    text = Words("来文内容", needed=True, rows=3, help_text="记入办理经过，并提醒承办人员。")


class WriteBackForm(MoveForm):
    """回传."""

    verb = "write_back"
    kind = CodeChoice("回传种类", {kind: KINDS[kind] for kind in SAID_BY_A_PERSON}, needed=True)
    text = Words(
        "回传内容",
        needed=True,
        limit=LONGEST,
        rows=4,
        help_text="发往每条来件线路；不写姓名、电话、住址。",
    )


FORMS = (AmendForm, TakeMessageForm, WriteBackForm)
