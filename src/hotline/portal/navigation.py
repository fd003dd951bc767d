"""The pages of the citizens' site that are led to from everywhere, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """A page: the name of its address, what it is called, and one sentence for the front page."""

    name: str
    title: Promise
    about: Promise
    icon: str

    @property
    def address(self) -> str:
        """Where it is; empty while that page is not installed."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


PLACES = (
    Place("portal:filing", _("我要反映"), _("写下诉求，附上照片，约两分钟。"), "pencil"),
    Place("portal:progress", _("查询进度"), _("凭查询码看办到哪一步、由谁办理。"), "search"),
    Place("portal:answered", _("办理答复"), _("看看别人反映的事情是怎样解决的。"), "check"),
    Place("portal:questions", _("常见问题"), _("先看看有没有现成的答案。"), "question"),
    Place("portal:figures", _("数据公开"), _("受理多少、办结多少、群众是否满意。"), "chart"),
    Place("portal:bulletins", _("办理通报"), _("按月公布的办理情况，可下载。"), "paper"),
)


def places() -> list[Place]:
    """The pages that are installed."""
    return [place for place in PLACES if place.address]
