"""`hotline engines similar`: which messages of a file are of the same matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from hotline.engines.alike.finding import Pair, pairs
from hotline.engines.alike.reading import read_all
from hotline.engines.alike.scoring import SAME_FROM
from hotline.engines.alike.usual import Usual
from hotline.engines.meaning import encoder
from hotline.site.commands.engines.files import messages_of, say_lines


@click.command(help="找出同一事项的来信 / pairs of messages about the same matter.")
@click.option(
    "--corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True
)
@click.option(
    "--pairs", "as_pairs", is_flag=True, help="逐对输出 / one line per pair (the default)."
)
@click.option("--threshold", type=click.FloatRange(0, 1), default=SAME_FROM, show_default=True)
def command(corpus: Path, as_pairs: bool, threshold: float) -> None:
    """Lines of JSON: id1, id2, score and what both share."""
    del as_pairs
    readings = read_all(messages_of(corpus), encoder())
    say_lines(lines(pairs(readings, Usual.of(readings), threshold)))


def lines(found: Iterator[Pair]) -> Iterator[dict[str, object]]:
    """Pairs as objects."""
    for pair in found:
        facts = [
            {"kind": fact.kind, "words": list(fact.words), "points": round(fact.points, 2)}
            for fact in pair.likeness.facts
        ]
        yield {
            "id1": pair.one,
            "id2": pair.other,
            "score": round(pair.likeness.score, 4),
            "facts": facts,
        }
