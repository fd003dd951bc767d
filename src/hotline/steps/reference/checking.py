"""What a row of reference data must be like beside the other rows: refused in words that help."""

from __future__ import annotations

from datetime import date

from hotline.records.queries.reference import limits
from hotline.records.queries.reference_rows import ENDED, MODELS, TREES, known, rows_on
from hotline.rules.deadlines import CLOCKS, URGENCIES
from hotline.rules.reference.shapes import Facts, Known, Shape
from hotline.steps.moving import Refused


def check(shape: Shape, facts: Facts, today: date, names: Known | None = None) -> None:
    """Refuse facts that cannot hold, or that contradict what other rows say."""
    for field, sentence in shape.faults(facts, names if names is not None else known(today)):
        raise Refused(field, sentence)
    if shape.code in TREES:
        _check_names(shape, facts, today)
        _check_circle(shape, facts)
    if shape.code == "days" and date.fromisoformat(facts["day"]) < today:
        raise Refused("day", "已经过去的日子不能再改，请填写今天或以后的日期。")


def _check_names(shape: Shape, facts: Facts, today: date) -> None:
    """No name or alias means two rows on the same level, or it could not be told whose it is."""
    wanted = {facts["name"], *facts["aliases"]}
    for row in rows_on(shape, today, today):
        if row.key == facts["code"] or row.state == ENDED:
            continue
        theirs = {row.facts["name"], *row.facts["aliases"]}
        if (row.facts["parent"] == facts["parent"]) and wanted & theirs:
            name = min(wanted & theirs)
            field = "name" if name == facts["name"] else "aliases"
            raise Refused(field, f"“{name}”已是“{row.facts['name']}”的名称或别名，请换一个。")


def _check_circle(shape: Shape, facts: Facts) -> None:
    above = dict(MODELS[shape.code]._default_manager.values_list("code", "parent__code"))
    at = facts["parent"]
    for _ in range(len(above) + 1):
        if not at:
            return
        if at == facts["code"]:
            raise Refused("parent", "上级绕成了圈：所选的上级在它的下面，请另选。")
        at = above.get(at) or ""


def need_limits_without(facts: Facts, begins: date, names: Known) -> None:
    """Refuse to end a limit that leaves some kind of case without any."""
    mine = (facts["clock"], facts["kind"], facts["urgency"], facts["channel"])
    left = [
        row for row in limits()
        if (row.clock, row.kind, row.urgency, row.channel) != mine
    ]  # fmt: skip
    for clock in CLOCKS:
        for kind in names["kinds"]:
            for urgency in URGENCIES:
                had = any(row.selects(clock, kind, urgency, "", begins) for row in limits())
                if had and not any(row.selects(clock, kind, urgency, "", begins) for row in left):
                    raise Refused(
                        "begins",
                        f"停用后“{names['kinds'][kind]}”类（{URGENCIES[urgency]}）就没有时限了；"
                        "请先写入代替它的一条。",
                    )
