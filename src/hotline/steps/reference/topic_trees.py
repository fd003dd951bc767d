"""Versions of the tree of topics (问题分类版本): copied, edited as a draft, in use from a day on.

A tree in use is never edited in place, because cases point to its topics and figures add them up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hotline.records.models import Staff, Topic, TopicTree
from hotline.rules.reference.tables import TOPICS
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.reference.keeping import ONE_DAY, PERMIT, changing

TREE_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,38}")
TOPIC_CODE = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
NAME_LENGTH = 100
TOPIC_LENGTH = 40


def copy_tree(
    source: TopicTree, *, code: str, note: str, by: Staff | None, at: datetime
) -> TopicTree:
    """A draft with the topics of `source`, to be edited before it is used."""
    today = at.astimezone(CHINA).date()
    if not TREE_CODE.fullmatch(code):
        raise Refused("code", "版本代码请用字母、数字和连字符，例如 2027。")
    if TopicTree.objects.filter(code=code).exists():
        raise Refused("code", f"已有版本“{code}”，请换一个代码。")
    because = f"复制自 {source.code}"
    with changing(TOPICS, code, reason=because, begins=today, by=by, at=at) as change:
        change.verb, change.after = "created", {"code": code, "note": note}
        tree = TopicTree(code=code, note=note, valid_from=today, is_draft=True)
        tree.save(force_insert=True)
        _copy_nodes(source, tree)
    return tree


def _copy_nodes(source: TopicTree, tree: TopicTree) -> None:
    """Level by level, so that a parent is stored before its children."""
    rows = list(Topic.objects.filter(tree=source).order_by("order", "code"))
    made: dict[int, Topic] = {}
    for depth in sorted({len(row.path) for row in rows}):
        level = [row for row in rows if len(row.path) == depth]
        copies = [
            Topic(
                tree=tree, code=row.code, name=row.name, path=row.path, words=row.words,
                order=row.order, parent=made[row.parent_id] if row.parent_id else None,
            )
            for row in level
        ]  # fmt: skip
        Topic.objects.bulk_create(copies)
        made |= {row.pk: copy for row, copy in zip(level, copies, strict=True)}


def write_topic(
    tree: TopicTree,
    *,
    code: str,
    name: str,
    parent: str,
    words: Sequence[str],
    order: int,
    by: Staff | None,
) -> Topic:
    """Add a topic to a draft, or change the one of this code."""
    permit(by, PERMIT)
    with transaction.atomic():
        _need_draft(tree)
        if not TOPIC_CODE.fullmatch(code) or len(code) > TOPIC_LENGTH:
            raise Refused("code", "编码请用数字或字母，例如 010217。")
        if not name.strip() or len(name) > NAME_LENGTH:
            raise Refused("name", f"请填写名称，不超过 {NAME_LENGTH} 个字。")
        nodes = {row.code: row for row in Topic.objects.filter(tree=tree)}
        above = _parent(nodes, code, parent)
        row = nodes.get(code) or Topic(tree=tree, code=code)
        row.name, row.parent, row.words, row.order = name.strip(), above, list(words), order
        row.path = [*(above.path if above else ()), code]
        row.save()
        nodes[code] = row
        _place_below(row, list(nodes.values()))
    return row


def _parent(nodes: dict[str, Topic], code: str, parent: str) -> Topic | None:
    if not parent:
        return None
    above = nodes.get(parent)
    if above is None:
        raise Refused("parent", f"这一版没有编码为“{parent}”的分类，请另选上级。")
    if code in above.path:
        raise Refused("parent", "上级不能是自己或自己的下级，请另选。")
    return above


def _place_below(above: Topic, nodes: Sequence[Topic]) -> None:
    """A topic that moved takes those below it along."""
    for row in nodes:
        if row.parent_id == above.pk and row.path != [*above.path, row.code]:
            row.path = [*above.path, row.code]
            row.save(update_fields=["path"])
            _place_below(row, nodes)


def remove_topic(tree: TopicTree, *, code: str, by: Staff | None) -> None:
    """Take a topic out of a draft; nothing refers to a draft's topics."""
    permit(by, PERMIT)
    with transaction.atomic():
        _need_draft(tree)
        row = Topic.objects.filter(tree=tree, code=code).first()
        if row is None:
            raise Refused("", "这一条已经不在草稿里了，请刷新页面。")
        if Topic.objects.filter(parent=row).exists():
            raise Refused("", "它下面还有分类，请先移走或去掉它们。")
        row.delete()


def publish_tree(
    tree: TopicTree, *, begins: date, reason: str, by: Staff | None, at: datetime
) -> None:
    """Let a draft be the tree from `begins` on; the present one ends the day before."""
    with changing(TOPICS, tree.code, reason=reason, begins=begins, by=by, at=at) as change:
        _need_draft(tree)
        if not Topic.objects.filter(tree=tree).exists():
            raise Refused("begins", "草稿里还没有分类，不能启用。")
        others = TopicTree.objects.filter(is_draft=False, valid_to=None)
        if later := others.filter(valid_from__gte=begins).first():
            raise Refused(
                "begins", f"版本“{later.code}”自 {later.valid_from} 起启用，请填更晚的日子。"
            )
        change.verb, change.after = "changed", {"code": tree.code, "valid_from": begins.isoformat()}
        for former in others:
            change.set(former, valid_to=begins - ONE_DAY)
        change.set(tree, valid_from=begins, is_draft=False)


def _need_draft(tree: TopicTree) -> None:
    """Locks the draft, so that nobody publishes it while it is edited."""
    held = TopicTree.objects.select_for_update().get(pk=tree.pk)
    if not held.is_draft:
        raise Refused("", "这一版已经启用，不能再改；请复制一版新的草稿。")
