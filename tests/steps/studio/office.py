"""A bulletin of the invented city for tests of the studio: two approval steps and their people."""

from __future__ import annotations

from typing import Any

from hotline.records.models import Bulletin, BulletinItem, Office, Staff
from hotline.records.queries.reference import forget
from hotline.steps.draft import begin, pick
from tests.factories import City, make_role, make_staff
from tests.records.month import editor, leader, make_form
from tests.steps.cases import china

MAY = china("2022-05-06T10:00")
ISSUED = MAY.date()
STEPS = [
    {"name": "科长审核", "permit": "approve_bulletin", "family": ""},
    {"name": "主任签发", "permit": "publish_bulletin", "family": ""},
]


def two_steps() -> None:
    """The office approves in two steps."""
    office = Office.objects.get()
    Office.objects.update(rules={**office.rules, "approval": STEPS})
    forget()


def head() -> Staff:
    """Who takes the first step."""
    role = make_role("section_head", "科长", ["approve_bulletin", "see_all_cases"])
    return make_staff("head", roles=[role])


class Studio:
    """A draft of April, its editor and its approvers."""

    def __init__(self, city: City) -> None:
        make_form(city)
        self.editor, self.head, self.leader = editor(), head(), leader()
        self.bulletin: Bulletin = begin("2022-04", by=self.editor, at=MAY)

    def item(self, text: str, **facts: Any) -> BulletinItem:
        """An item of the draft, picked by the editor."""
        facts.setdefault("section", "prominent")
        return pick(self.bulletin, text=text, by=self.editor, at=MAY, **facts)

    def fresh(self, item: BulletinItem) -> BulletinItem:
        """The item as another request reads it."""
        return BulletinItem.objects.select_related("bulletin__form").get(pk=item.pk)
