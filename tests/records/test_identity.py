"""Identities: ordered by time, and no guess at the next; receipts: no order and no volume."""

from __future__ import annotations

import time

from hotline.records.identity import IdentityField, new_id, new_receipt

LETTERS = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_an_identity_is_of_version_7() -> None:
    made = [new_id() for _ in range(1000)]
    assert ({each.version for each in made}, {each.variant for each in made}) == (
        {7},
        {"specified in RFC 4122"},
    )


def test_an_identity_carries_its_moment() -> None:
    before = time.time_ns() // 1_000_000
    moment = new_id().int >> 80
    assert before <= moment <= time.time_ns() // 1_000_000


def test_identities_of_later_moments_are_larger() -> None:
    made = []
    for _ in range(20):
        made.append(new_id())
        time.sleep(0.001)
    assert made == sorted(made)


def test_identities_never_repeat() -> None:
    assert len({new_id() for _ in range(50_000)}) == 50_000


def test_a_receipt_has_twelve_letters_that_nobody_confuses() -> None:
    made = [new_receipt() for _ in range(2000)]
    assert ({len(each) for each in made}, set("".join(made))) == ({12}, LETTERS)


def test_every_place_of_a_receipt_takes_every_letter() -> None:
    made = [new_receipt() for _ in range(5000)]
    assert [set(column) for column in zip(*made, strict=True)] == [LETTERS] * 12


def test_receipts_never_repeat() -> None:
    assert len({new_receipt() for _ in range(50_000)}) == 50_000


def test_a_migration_sees_a_plain_column() -> None:
    name, path, args, options = IdentityField().deconstruct()
    assert (name, path, args, options) == (
        None,
        "django.db.models.UUIDField",
        [],
        {"editable": False, "primary_key": True},
    )
