"""How a matter stands, in one word for everybody."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.rules.life import CLOSED, Status

WAITING = frozenset({Status.AWAITING_DISPATCH, Status.AWAITING_SIGNATURE})


def short_words(status: Status) -> Promise:
    """Received, taken on, being handled, or closed."""
    if status == Status.REGISTERED:
        return _("已收到")
    if status == Status.WITHDRAWN:
        return _("已撤销")
    if status in CLOSED:
        return _("最近已办结")
    return _("已受理") if status in WAITING else _("正在办理")
