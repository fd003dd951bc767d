"""The life of an article of the knowledge base, and what an article must say.

Two things are told apart: the *stage* of the text that is being worked on, and the *standing* of
what was published before. So a new text is written and reviewed while the published one stays
valid, and an article can expire while somebody is rewriting it.

Sources: 国办函〔2025〕66号 (units keep the hotline's knowledge base up to date, and share it);
GB/T 33358-2016 (answers by telephone come from a kept knowledge base).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """How far the newest text is. SETTLED: no text is being worked on."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    SETTLED = "settled"


class Standing(StrEnum):
    """What call-takers have of the article."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


STAGE_NAMES: dict[Stage, str] = {
    Stage.DRAFT: "草稿",
    Stage.SUBMITTED: "待审核",
    Stage.REVIEWED: "待发布",
    Stage.SETTLED: "无修改稿",
}
STANDING_NAMES: dict[Standing, str] = {
    Standing.UNPUBLISHED: "未发布",
    Standing.PUBLISHED: "已发布",
    Standing.EXPIRED: "已过期",
    Standing.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True, slots=True)
class ArticleMove:
    """One row of the table: from any of `stages` and of `standings`, to `stage` and `standing`.

    A target of None leaves that side as it is. `name` is the button, `permit` what it needs.
    """

    verb: str
    name: str
    stages: frozenset[Stage]
    standings: frozenset[Standing]
    stage: Stage | None
    standing: Standing | None
    permit: str

    def is_open(self, stage: Stage, standing: Standing) -> bool:
        """Whether the move starts from there."""
        return stage in self.stages and standing in self.standings

    def lands_on(self, stage: Stage, standing: Standing) -> tuple[Stage, Standing]:
        """Stage and standing after the move."""
        return self.stage or stage, self.standing or standing


def _row(
    verb: str,
    name: str,
    permit: str,
    stages: Iterable[Stage],
    standings: Iterable[Standing] = Standing,
    *,
    stage: Stage | None = None,
    standing: Standing | None = None,
) -> ArticleMove:
    stages, standings = frozenset(stages), frozenset(standings)
    return ArticleMove(verb, name, stages, standings, stage, standing, permit)


DRAFT, SUBMITTED, REVIEWED, SETTLED = Stage
UNPUBLISHED, PUBLISHED, EXPIRED, WITHDRAWN = Standing
BEGUN = {PUBLISHED, EXPIRED, WITHDRAWN}
WRITE, REVIEW, PUBLISH = "write_article", "review_article", "publish_article"

ARTICLE_MOVES: dict[str, ArticleMove] = {
    move.verb: move
    for move in (
        _row("write", "编写", WRITE, [], stage=DRAFT),
        _row("edit", "修改", WRITE, [DRAFT], stage=DRAFT),
        _row("revise", "修订", WRITE, [SETTLED], BEGUN, stage=DRAFT),
        _row("drop", "放弃修改稿", WRITE, [DRAFT], BEGUN, stage=SETTLED),
        _row("submit", "送审", WRITE, [DRAFT], stage=SUBMITTED),
        _row("review", "审核通过", REVIEW, [SUBMITTED], stage=REVIEWED),
        _row("send_back", "退回修改", REVIEW, [SUBMITTED, REVIEWED], stage=DRAFT),
        _row("publish", "发布", PUBLISH, [REVIEWED], stage=SETTLED, standing=PUBLISHED),
        _row("renew", "延长有效期", PUBLISH, Stage, [PUBLISHED, EXPIRED], standing=PUBLISHED),
        _row("expire", "到期下架", PUBLISH, Stage, [PUBLISHED], standing=EXPIRED),
        _row("open", "向社会公开", PUBLISH, Stage, [PUBLISHED]),
        _row("keep_in", "停止公开", PUBLISH, Stage, [PUBLISHED, EXPIRED, WITHDRAWN]),
        _row("withdraw", "撤回", PUBLISH, Stage, [PUBLISHED, EXPIRED], standing=WITHDRAWN),
    )
}


def open_article_verbs(stage: Stage, standing: Standing) -> tuple[str, ...]:
    """The verbs that start from there, in the table's order."""
    return tuple(verb for verb, move in ARTICLE_MOVES.items() if move.is_open(stage, standing))


REMIND_DAYS = 30
LIMITS = {
    "title": 200,
    "question": 500,
    "answer": 2_000,
    "text": 20_000,
    "materials": 5_000,
    "links": 2_000,
}
LABELS = {
    "title": "标题",
    "question": "常见问法",
    "answer": "答复口径",
    "text": "详细内容",
    "materials": "所需材料",
    "links": "参考网址",
}
MOST_TOPICS = 5
LINK_STARTS = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What one version says. `answer` is what is told on the telephone; topics are codes.

    `links` has one address per line; the last day of validity is `expires_on` itself.
    """

    title: str
    answer: str
    topics: tuple[str, ...]
    valid_from: date
    expires_on: date
    question: str = ""
    text: str = ""
    materials: str = ""
    links: str = ""

    def faults(self) -> Iterator[tuple[str, str]]:
        """What must be mended before this can be kept: the fact, and what to do."""
        for name in ("title", "answer"):
            if not getattr(self, name).strip():
                yield name, f"请填写{LABELS[name]}。"
        for name, limit in LIMITS.items():
            if len(getattr(self, name)) > limit:
                yield name, f"{LABELS[name]}超过 {limit} 个字，请删减。"
            if "\0" in getattr(self, name):
                yield name, f"{LABELS[name]}里有看不见的空字符，请删去后重新填写。"
        if not 1 <= len(self.topics) <= MOST_TOPICS:
            yield "topics", f"请填写 1 至 {MOST_TOPICS} 个问题分类。"
        if self.expires_on <= self.valid_from:
            yield "expires_on", "有效期截止日应晚于生效日，请改正。"
        wrong = [line for line in link_lines(self.links) if not line.startswith(LINK_STARTS)]
        if wrong:
            yield "links", "参考网址每行一个，以 https:// 或 http:// 开头，请改正。"


def link_lines(links: str) -> tuple[str, ...]:
    """The addresses, one per line."""
    return tuple(line.strip() for line in links.splitlines() if line.strip())
