"""What a call-taker's buttons ask of an exchange: one Protocol, one line here for each make.

A button first asks the exchange, then notes the event; that the exchange tells the same afterwards
changes nothing. Without an exchange that takes commands the buttons only note.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hotline.records.models import Road


class SwitchDown(Exception):
    """The exchange did not do it; the text says why and what to do, in Chinese."""


class Switch(Protocol):
    """The commands to an exchange. `extension` is the agent's, `call` the exchange's own name of
    the call, `third` a number or a unit's name to be dialled. Each raises SwitchDown."""

    def answer(self, extension: str, call: str) -> None:
        """Take the call that rings."""

    def hold(self, extension: str, call: str) -> None:
        """Let the caller hear music."""

    def resume(self, extension: str, call: str) -> None:
        """Back to the caller."""

    def transfer(self, extension: str, call: str, third: str) -> None:
        """Hand the caller on; the agent is out."""

    def join_third(self, extension: str, call: str, third: str) -> None:
        """Call a third in."""

    def leave_third(self, extension: str, call: str) -> None:
        """Let the third go."""

    def hang_up(self, extension: str, call: str) -> None:
        """End the talk."""

    def dial(self, extension: str, number: str) -> None:
        """Ring the agent, then this number: calling back. The number is never logged."""

    def set_state(self, extension: str, state: str) -> None:
        """Tell the exchange that the agent is free, on a break, or signed_off."""


# By the word in `Road.adapter`: what makes a Switch of a road.
SWITCHES: dict[str, Callable[[Road], Switch]] = {}
