"""The API as the machine uses it: a token per person, a move per call."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from typing import Any

from hotline.records.models import Case
from hotline.steps.setup.add_token import add_token
from tests.api.program import Program
from tests.factories import City

_serial = itertools.count(1)
PEOPLE = {
    **{role: (role, "") for role in ("call_taker", "dispatcher", "reviewer", "callback_agent")},
    "supervisor": ("supervisor", ""),
    "office_leader": ("office_leader", ""),
    **{f"clerk-{unit}": ("unit_clerk", unit) for unit in ("east", "west", "careful")},
    "leader-careful": ("unit_leader", "careful"),
    "street": ("unit_clerk", "east_street"),
}


class Caller:
    """Programs of all people, with their tokens."""

    def __init__(self, city: City) -> None:
        now = datetime.now(UTC)
        for role in city.roles.values():  # else half of the moves would find no case
            role.permits = [*role.permits, "see_confidential"]
            role.save()
        city.person("security_admin")  # who steps aside
        self.programs = {
            name: Program(add_token(city.person(*who), name="机", by=None, at=now).secret)
            for name, who in PEOPLE.items()
        }

    def hand_in(self, kind: str, topic: str, channel: str) -> str:
        """A new case's number."""
        facts = {"kind": kind, "topic": topic, "channel": channel, "text": "垃圾没有清运。"}
        answer = self.programs["call_taker"].post({**facts, "key": f"life-{next(_serial)}"})
        assert answer.status_code == 201, answer.content
        return str(json.loads(answer.content)["number"])

    def move(
        self, who: str, number: str, verb: str, facts: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer to one move."""
        program = self.programs[who]
        answer = program.client.post(
            f"/api/v1/cases/{number}/{verb}",
            json.dumps(facts).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {program.token}"},
        )
        return answer.status_code, json.loads(answer.content)

    def statuses(self, numbers: list[str]) -> dict[str, tuple[str, int]]:
        """Status and version of the cases, as they are stored."""
        found = Case.objects.filter(number__in=numbers).values_list("number", "status", "version")
        return {number: (status, version) for number, status, version in found}
