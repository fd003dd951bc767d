"""Hang: a screen on a wall gets a key that shows the board and nothing else (挂大屏).

The key is shown once, as part of the address that is opened on the screen. Kept is its SM3 digest.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.records.identity import new_id
from hotline.records.models import Staff, WallScreen
from hotline.records.sealing import digest
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

RANDOM_BYTES = 24
NAME_LENGTH = 60
MOST_SCREENS = 30
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewScreen:
    """The stored row, and the key that nobody can read again."""

    row: WallScreen
    key: str


def hang(name: str, *, by: Staff, at: datetime) -> NewScreen:
    """Give a screen its key; `name` says where it hangs."""
    permit(by, "see_figures")
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH:
        raise Refused("name", f"请填写大屏的名称（挂在哪里），不超过 {NAME_LENGTH} 个字。")
    if WallScreen.objects.filter(ended_at=None).count() >= MOST_SCREENS:
        raise Refused("name", f"正在使用的大屏已有 {MOST_SCREENS} 块，请先停用不再用的。")
    key = secrets.token_urlsafe(RANDOM_BYTES)
    row = WallScreen(id=new_id(), name=name, key_digest=key_digest(key), made_at=at, made_by=by)
    book().write(Writing(rows=[row]))
    return NewScreen(row, key)


def take_down(screen: WallScreen, *, by: Staff, at: datetime) -> None:
    """From now on its key shows nothing."""
    permit(by, "see_figures")
    if screen.ended_at is not None:
        raise Refused("name", "这块大屏已经停用。")
    book().write(Writing(changes=[(screen, {"ended_at": at, "ended_by": by})]))


def screen_of(key: str) -> WallScreen | None:
    """The screen that has this key and still hangs."""
    return WallScreen.objects.filter(key_digest=key_digest(key), ended_at=None).first()


def note_seen(screen: WallScreen, *, at: datetime) -> None:
    """Note that it asked; now and then, not every minute."""
    if screen.seen_at is None or at - screen.seen_at >= SEEN_EVERY:
        WallScreen.objects.filter(pk=screen.pk).update(seen_at=at)


def key_digest(key: str) -> bytes:
    """SM3 of a key: 192 random bits need no slow hash."""
    return digest(b"wall screen" + key.encode())
