"""The versions of the tree of topics, and what would be left hanging when one is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from hotline.records.models import BulletinLine, DispatchRule, PhraseText, Topic, TopicTree
from hotline.rules.reference.trees import Node, TreeDifference, difference_of


def tree_in_use(day: date) -> TopicTree | None:
    """The tree of a day: of those that hold the one dated last."""
    held = TopicTree.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), is_draft=False)
    return held.filter(valid_from__lte=day).order_by("valid_from").last()


def nodes_of(tree: TopicTree) -> list[Topic]:
    """The topics of a tree, each after the one above it."""
    rows = list(Topic.objects.filter(tree=tree).order_by("order", "code"))
    place = {row.code: (row.order, row.code) for row in rows}
    return sorted(rows, key=lambda row: [place[code] for code in row.path])


def tree_difference(old: TopicTree, new: TopicTree) -> TreeDifference:
    """What `new` says otherwise than `old`."""
    return difference_of(_nodes(old), _nodes(new))


def _nodes(tree: TopicTree) -> Iterator[Node]:
    found = Topic.objects.filter(tree=tree).order_by("code")
    for code, name, parent in found.values_list("code", "name", "parent__code"):
        yield Node(code, name, parent or "")


def left_hanging(tree: TopicTree, today: date) -> list[tuple[str, str]]:
    """What names a topic that the tree has no more: what it is, and the code."""
    there = set(Topic.objects.filter(tree=tree).values_list("code", flat=True))
    lasting = Q(valid_to=None) | Q(valid_to__gte=today)
    return [(what, code) for what, code in _named(lasting) if code not in there]


def _named(lasting: Q) -> Iterator[tuple[str, str]]:
    """Whatever names topics: how it is called, and each code."""
    for name, codes, out in BulletinLine.objects.values_list("name", "topics", "excepted"):
        yield from ((f"通报行 {name}", code) for code in (*codes, *out))
    for rule, codes in DispatchRule.objects.filter(lasting).values_list("code", "topics"):
        yield from ((f"派单条目 {rule}", code) for code in codes)
    phrases = PhraseText.objects.filter(lasting).exclude(topic="")
    yield from ((f"话术 {title}", code) for title, code in phrases.values_list("title", "topic"))
