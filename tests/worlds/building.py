"""Build one world, and what has grown around its cases: notices, files, programs."""

from __future__ import annotations

from datetime import timedelta

from hotline.records.models import Attachment, Notice
from hotline.steps.setup.add_token import add_token
from hotline.steps.sweep import sweep
from tests.bulletin_form import make_form
from tests.worlds.city import make_worlds_city
from tests.worlds.life import Built
from tests.worlds.lives import live
from tests.worlds.sameness import NOW, Clockwork
from tests.worlds.secrets_kept import World

# Places in the clockwork behind those of all lives.
SWEEPS, TOKENS = 60, 90


def build(world: World, clockwork: Clockwork) -> Built:
    """The whole city of a world, in the database of now."""
    clockwork.at_place(0)
    built = Built(world, make_worlds_city())
    make_form()
    live(built, clockwork)
    clockwork.at_place(SWEEPS)
    sweep(at=NOW - timedelta(days=2))
    sweep(at=NOW)
    built.notices = [str(pk) for pk in Notice.objects.order_by("pk").values_list("pk", flat=True)]
    kept = Attachment.objects.order_by("pk").values_list("case__number", "pk")
    built.files = [f"{number}/attachments/{pk}" for number, pk in kept]
    clockwork.at_place(TOKENS)
    for name, person in built.city.staff.items():
        built.tokens[name] = add_token(person, name="程序", by=None, at=NOW).secret
    return built
