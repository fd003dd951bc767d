"""The search for personal data, measured on a labelled corpus and on sentences by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from hotline.rules.redaction import find
from tests.rules.redaction.by_hand import by_hand
from tests.rules.redaction.corpus import HARD, Labelled, corpus

RECALL = {
    "phone": 0.995,
    "identity": 0.995,
    "plate": 0.995,
    "bank_card": 0.995,
    "address": 0.995,
    "name": 0.98,
    "health": 0.9,
}
PRECISION = 0.9


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end


def short_of(sentences: Iterable[Labelled]) -> dict[str, tuple[float, float]]:
    """The kinds whose recall or precision is less than it must be, with both."""
    labelled, hit, found, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for sentence in sentences:
        told = find(sentence.text)
        for kind, start, end in sentence.labels:
            labelled[kind] += 1
            hit[kind] += any(t.kind == kind and _overlap(start, end, t.start, t.end) for t in told)
        for each in told:
            found[each.kind] += 1
            right[each.kind] += any(
                kind == each.kind and _overlap(start, end, each.start, each.end)
                for kind, start, end in sentence.labels
            )
    measured = {
        kind: (hit[kind] / labelled[kind], right[kind] / max(1, found[kind])) for kind in RECALL
    }
    return {
        kind: pair
        for kind, pair in measured.items()
        if pair[0] < RECALL[kind] or pair[1] < PRECISION
    }


def test_the_corpus_is_large_and_has_hard_sentences_without_labels() -> None:
    sentences = list(corpus())
    plain = {sentence.text for sentence in sentences if not sentence.labels}
    assert (len(sentences) >= 5000, len(plain) > len(HARD)) == (True, True)


def test_nearly_all_of_the_generated_corpus_is_found_and_little_else() -> None:
    assert short_of(corpus()) == {}


def test_nearly_all_of_the_sentences_by_hand_is_found_and_little_else() -> None:
    assert short_of(by_hand()) == {}


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("在东亭区平安小区5号楼301室", [("东亭区平安小区5号楼301室", "东亭区某小区")]),
        ("甄示例先生来电", [("甄示例", "甄")]),
        ("村民甄示例来电", [("甄示例", "甄某")]),
        ("请回电１５４－００００－０００１。", [("１５４－００００－０００１", "")]),
        ("张先生、李某和欧阳女士都满意", []),
    ],
)
def test_a_finding_says_what_to_write_instead(text: str, suggested: list[tuple[str, str]]) -> None:
    assert [(each.text, each.suggestion) for each in find(text)] == suggested


def test_places_are_those_of_the_text_as_written() -> None:
    text = "　联系人：甄示例　电话　一五四零零零零零零零一一直占线"
    assert [text[each.start : each.end] for each in find(text)] == [
        "甄示例",
        "一五四零零零零零零零一",
    ]
