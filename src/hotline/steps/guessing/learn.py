"""Learn: train the classifying engine on the office's own closed cases, and compare (自动学习).

The newest cases are held back: nothing is trained on them, nor on copies of them. The candidate and
the model that runs are asked about the very same ones, and the better keeps or takes the place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction

from hotline.engines.known_words import known_words, unknown_share
from hotline.engines.near_identical import groups_of
from hotline.records.identity import new_id
from hotline.records.models import EngineModel, LearningRun, Staff
from hotline.records.queries.choosing import topics_on
from hotline.records.queries.guess_material import Settled, settled_cases
from hotline.rules.guessed_fields import ENGINE, FIELDS, TOPIC
from hotline.rules.guessing import Example
from hotline.rules.learning import Answered, Measured, measured, takes_over
from hotline.rules.workdays import CHINA
from hotline.steps.guessing import running
from hotline.steps.guessing.guess import best_of, valid_values
from hotline.steps.guessing.let_run import drop_old, put_in_place
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

log = structlog.get_logger("hotline.learning")

PERMIT = "manage_engines"
GOING = ("waiting", "running")
LONGEST_RUN = timedelta(hours=3)
FEWEST, FEWEST_OF_A_VALUE, FEWEST_VALUES = 100, 5, 2
HELD_BACK, MOST_HELD_BACK = 0.15, 2_000
AT_ONCE = 200
# What is learned by words as well; of the others the characters tell enough.
DEEPLY = TOPIC
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Split:
    """What is learned from and what is held back, each the earliest first."""

    learned: Sequence[Settled]
    groups: Sequence[int]
    held: Sequence[Settled]


def ask_learning(*, by: Staff | None, at: datetime, fast: bool = False) -> LearningRun:
    """Have the worker learn now; one at a time is enough."""
    with together():
        run = begin_learning(by=by, at=at)
        book().write(Writing(jobs=[("learn_guesses", {"run": str(run.pk), "fast": fast})]))
    return run


def begin_learning(*, by: Staff | None, at: datetime) -> LearningRun:
    """A run that waits to be done; refused while another is under way."""
    permit(by, PERMIT)
    newest = LearningRun.objects.filter(engine=ENGINE).order_by("-asked_at").first()
    if newest is not None and is_going(newest, at):
        raise Refused("run", "正在学习，请等这一次完成。")
    run = LearningRun(id=new_id(), engine=ENGINE, asked_at=at, asked_by=by, size=len(FIELDS) + 1)
    book().write(Writing(rows=[run]))
    return run


def learn_first(*, at: datetime) -> bool:
    """Have an office that never learned learn as soon as the worker runs; says whether it does."""
    if LearningRun.objects.filter(engine=ENGINE).exists():
        return False
    ask_learning(by=None, at=at, fast=True)
    return True


def is_going(run: LearningRun, at: datetime) -> bool:
    """Whether it is under way; one that nobody has heard of for so long is not."""
    return run.status in GOING and run.asked_at > at - LONGEST_RUN


def run_learning(
    run: LearningRun, *, at: datetime, fast: bool = False, tell: Tell = lambda _: None
) -> LearningRun:
    """Learn field by field; what one gave is kept before the next. `tell` hears every line."""
    if run.finished_at is not None:
        return run
    try:
        _progress(run, "读取已办结的工单")
        split = split_of(settled_cases())
        for field, name in FIELDS.items():
            _progress(run, f"学习“{name}”", done=run.done + 1)
            said = f"{name}：{learn_field(field, split, run, at=at, fast=fast)}"
            run.told.append(said)
            tell(said)
    except Exception as error:
        log.error("learning_failed", error=type(error).__name__)
        run.told.append("学习中断，在用的版本没有变动；请查看服务器日志，或稍后再试。")
        run.status = "failed"
    else:
        run.status, run.done = "done", run.size
    run.doing, run.finished_at = "", at
    run.save()
    return run


def _progress(run: LearningRun, doing: str, done: int = 0) -> None:
    run.status, run.doing, run.done = "running", doing, done
    run.save()


def split_of(cases: Sequence[Settled]) -> Split:
    """Hold the newest cases back, and learn from no copy of them."""
    number = min(int(len(cases) * HELD_BACK), MOST_HELD_BACK)
    groups = groups_of([case.text.whole for case in cases])
    first = len(cases) - number
    held = set(groups[first:])
    kept = [place for place in range(first) if groups[place] not in held]
    return Split(
        learned=[cases[place] for place in kept],
        groups=[groups[place] for place in kept],
        held=cases[first:],
    )


def learn_field(
    field: str, split: Split, run: LearningRun, *, at: datetime, fast: bool = False
) -> str:
    """Train one field's model and let it take over if it is not worse; says what came of it."""
    day = at.astimezone(CHINA).date()
    examples = _examples(field, split, day)
    values = Counter(example.value for example in examples)
    if len(examples) < FEWEST or len(values) < FEWEST_VALUES:
        return (
            f"可学的工单只有 {len(examples)} 件、{len(values)} 类，不够学习"
            f"（至少 {FEWEST} 件、{FEWEST_VALUES} 类）；仍按名称和关键词提示。"
        )
    held = [case for case in split.held if case.values[field] in valid_values(field, day)]
    told = _told(examples, split, held)
    if told == _told_of_running(field):
        return "没有新办结的工单，在用版本不变。"
    described = running.describe(field, day)
    model = running.engine().train(examples, described=described, fast=fast or field != DEEPLY)
    content = model.to_bytes()
    figures = measure(field, model, held, day)
    before = measure(field, running.classifier(field, day)[0], held, day)
    takes, reason = takes_over(figures, before if figures.number else None)
    texts = [example.text.whole for example in examples]
    row = EngineModel(
        id=new_id(),
        engine=ENGINE,
        field=field,
        version=model.version,
        made_at=at,
        made_by=run.asked_by,
        trained_on={**told, **_mix(examples, held, texts)},
        figures=figures.kept(),
        against={"version": running.classifier(field, day)[0].version, **before.kept()},
        reason=reason[:300],
        content=content,
        known_words=known_words(texts),
        size=len(content),
    )
    with transaction.atomic():
        book().write(Writing(rows=[row]))
        if takes:
            put_in_place(row, by=run.asked_by, at=at)
        drop_old(field)
    return f"{'已启用新版本' if takes else '新版本留作候选'}。{reason}"


def _examples(field: str, split: Split, day: date) -> list[Example]:
    """What can be learned: values that can still be chosen, and that occur a few times."""
    valid = valid_values(field, day)
    paths = {row.code: row.path for row in topics_on(day)}
    pairs = list(zip(split.learned, split.groups, strict=True))
    often = Counter(case.values[field] for case, _ in pairs)
    return [
        Example(case.text, _engine_value(field, case.values[field], paths), str(group))
        for case, group in pairs
        if case.values[field] in valid and often[case.values[field]] >= FEWEST_OF_A_VALUE
    ]


def _engine_value(field: str, code: str, paths: Mapping[str, Sequence[str]]) -> str:
    return running.engine_value(field, paths[code] if field == TOPIC else (code,))


def measure(field: str, model: running.Classifier, held: Sequence[Settled], day: date) -> Measured:
    """How a model does on held-back cases: its best guess that can be chosen, however sure."""
    answers: list[Answered] = []
    valid = valid_values(field, day)
    for start in range(0, len(held), AT_ONCE):
        some = held[start : start + AT_ONCE]
        for case, guesses in zip(some, model.classify([c.text for c in some]), strict=True):
            best = best_of(guesses, valid)
            guessed = (best.value, best.confidence) if best is not None else ("", 0.0)
            answers.append(Answered(*guessed, truth=case.values[field]))
    return measured(answers)


def _told(examples: Sequence[Example], split: Split, held: Sequence[Settled]) -> dict[str, object]:
    """What a model is trained on, as it is shown; the same again needs no training."""
    return {
        "cases": len(examples),
        "values": len({example.value for example in examples}),
        "from": split.learned[0].at.isoformat(),
        "until": split.learned[-1].at.isoformat(),
        "held": len(held),
    }


def _told_of_running(field: str) -> dict[str, object]:
    """The same of the version that runs; nothing where words do."""
    rows = EngineModel.objects.filter(engine=ENGINE, field=field, state="running")
    told = rows.values_list("trained_on", flat=True).first() or {}
    return {name: told.get(name) for name in ("cases", "values", "from", "until", "held")}


def _mix(
    examples: Sequence[Example], held: Sequence[Settled], texts: Sequence[str]
) -> dict[str, object]:
    """What drift is measured against: the mix of values, and new words in what was held back."""
    unknown, pairs = unknown_share(known_words(texts), [case.text.whole for case in held])
    return {
        "mix": dict(Counter(running.own_value(example.value) for example in examples)),
        "unknown": [unknown, pairs],
    }
