"""Reads `permissions.yaml`: who gets what at every address, by every method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yaml")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ANONYMOUS = "anonymous"
# What each question of a door answers to whom it does not let through.
TURNED_AWAY = {
    "signed_in": "login",
    "method": "no_method",
    "sees_cases": "refused",
    "may": "refused",
    "share": "refused",
    "case": "unknown",
    "keeps": "unknown",
}


@dataclass(frozen=True)
class Row:
    """Some methods of some addresses: the door before them, who may, and what they are answered.

    `relations` says what a unit is answered by its relation to the case, where that matters.
    """

    addresses: tuple[str, ...]
    door: str
    answers: Mapping[str, str]
    may: frozenset[str] | None = None
    relations: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """The whole file."""

    said: Mapping[str, Any]

    @classmethod
    def read(cls) -> Table:
        """The file as it stands."""
        return cls(yaml.safe_load(FILE.read_text()))

    def roles(self, names: str | Iterable[str]) -> frozenset[str]:
        """The roles that are named, one by one or by the name of a group."""
        groups = self.said["groups"]
        listed = [names] if isinstance(names, str) else names
        return frozenset(role for name in listed for role in groups.get(name, [name]))

    def sight(self, kind: str) -> dict[str, frozenset[str]]:
        """By role, the relations of the person's unit in which such a case is seen."""
        return {
            role: frozenset(relations)
            for names, relations in self.said["cases"][kind].items()
            for role in self.roles(names)
        }

    def sees(self, kind: str, role: str, relation: str) -> bool:
        """Whether such a case is seen at all."""
        return relation in self.sight(kind).get(role, ())

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row: those of single addresses, and those that each verb has at each door."""
        return (*(self._row(row) for row in self.said["addresses"]), *self.moves)

    @cached_property
    def moves(self) -> tuple[Row, ...]:
        """The rows of the verbs."""
        return tuple(
            self._row({"may": said["may"], "as": said.get("as"), **row}, verb)
            for verb, said in self.said["verbs"].items()
            for row in self.said["moves"]
            if verb in row.get("verbs", [verb])
        )

    def row_of(self, address: str, method: str) -> Row:
        """The one row of this method at this address."""
        (row,) = (r for r in self.rows if address in r.addresses and method in r.answers)
        return row

    def expected(
        self, address: str, method: str, role: str, relation: str = "", kind: str = "open"
    ) -> str:
        """What somebody gets, in a word of the file."""
        row = self.row_of(address, method)
        answer = row.answers[method]
        for question in self.said["doors"][row.door]:
            through = {
                "signed_in": role != ANONYMOUS,
                "method": answer != "no_method",
                "sees_cases": role in self.sight("open"),
                "may": row.may is None or role in row.may,
                "share": row.relations is None or relation in row.relations,
                "case": self.sees(kind, role, relation),
                "keeps": relation in self.said["keeps"],
            }
            if not through[question]:
                return TURNED_AWAY[question]
        return answer if row.relations is None else row.relations[relation]

    def _row(self, said: Mapping[str, Any], verb: str = "") -> Row:
        unknown = set(said) - {"at", "door", "answers", "may", "as", "verbs"}
        assert not unknown, unknown
        answers = said["answers"]
        may, relations = said.get("may"), said.get("as")
        return Row(
            tuple(name.format(verb=verb) for name in said["at"]),
            said["door"],
            self.said["answers"][answers] if isinstance(answers, str) else answers,
            None if may is None else self.roles(may),
            self.said["shares"][relations] if isinstance(relations, str) else relations,
        )


def word(status: int, location: str = "") -> str:
    """An answer in a word of the file; a number for one that the file has no word for."""
    if status == 401 or location.startswith("/login"):
        return "login"
    if 200 <= status < 400:
        return "ok"
    words = {403: "refused", 404: "unknown", 405: "no_method", 409: "not_open", 422: "wrong"}
    return words.get(status, str(status))
