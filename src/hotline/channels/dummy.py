"""A road without another side, to try things with: messages lie in its settings, what is sent is
taken. Also the plainest example of an adapter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from hotline.channels.shape import Original, Sent, Setting
from hotline.records.models import Delivery, Road
from hotline.rules.arrivals import Arrival, Unreadable
from hotline.rules.roads import Incoming


class Dummy:
    """Reads JSON objects, fetches those in `settings["messages"]`, takes whatever it is given."""

    name = "演练线路"
    settings: tuple[Setting, ...] = (
        Setting("place", "对方地址", "演练用，随便填写。", required=False),
        Setting("password", "口令", "演练用，随便填写。", secret=True, required=False),
    )
    fetches = True
    sends = True

    def read(self, road: Road, raw: bytes) -> Incoming:
        """A JSON object with key, text and the moment of arrival."""
        try:
            body = json.loads(raw)
            key, text = str(body["key"]), str(body["text"])
            at = datetime.fromisoformat(body["at"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Unreadable("not_json", "", "来件不是约定的 JSON 格式。") from error
        said = {name: str(body.get(name, "")) for name in ("title", "place", "sender_phone")}
        arrival = Arrival("dummy", key, text, at, external_number=key, **said)
        kind = str(body.get("kind", "new"))
        return Incoming(key, kind, str(body.get("about", key)), arrival, text=text)

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """What lies in the settings, from the mark on."""
        messages = road.settings.get("messages", [])
        for number, text in enumerate(
            messages[road.mark.get("next", 0) :], road.mark.get("next", 0)
        ):
            yield Original(text.encode(), f"dummy-{number}", {"next": number + 1})

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Say that it was taken."""
        return Sent(json.dumps({"kind": row.kind, "note": row.note}).encode(), f"dummy-{row.pk}")

    def try_connection(self, road: Road, *, at: datetime) -> str:
        """There is always an answer."""
        return "演练线路应答正常。"
