"""Find suspicious patterns (查找疑点): every rule over the last weeks, by night or when asked.

What is found is kept with its evidence by identity. A finding that was decided comes back only when
the evidence that came since would be enough for one by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from hotline.records.identity import new_id
from hotline.records.models import Staff, Suspicion, SuspicionPiece, SuspicionRun
from hotline.records.queries import suspicion_material as material
from hotline.records.queries.reference import thresholds
from hotline.rules import suspicion as rules
from hotline.rules.suspicion import RULES, Finding, Piece
from hotline.rules.thresholds import Thresholds
from hotline.steps.call_back import RATINGS, SOLVED
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

PERMIT = "supervise"
RUNNING = ("waiting", "running")
LONGEST_RUN = timedelta(hours=1)
DECIDED = ("confirmed", "dismissed")
WORDS = {**SOLVED, **RATINGS}
Finder = Callable[[], Iterable[Finding]]


def ask_search(*, by: Staff | None, at: datetime) -> SuspicionRun:
    """Have the worker search now; one search at a time is enough."""
    permit(by, PERMIT)
    newest = SuspicionRun.objects.order_by("-asked_at").first()
    if newest is not None and is_going(newest, at):
        raise Refused("run", "正在查找疑点，请等这一次查完。")
    run = SuspicionRun(id=new_id(), asked_at=at, asked_by=by, size=len(RULES))
    book().write(Writing(rows=[run], jobs=[("find_suspicions", {"run": str(run.pk)})]))
    return run


def is_going(run: SuspicionRun, at: datetime) -> bool:
    """Whether a search is under way; one that nobody has heard of for so long is not."""
    return run.status in RUNNING and run.asked_at > at - LONGEST_RUN


def search_nightly(*, at: datetime) -> SuspicionRun:
    """The search that nobody has to ask for."""
    run = SuspicionRun(id=new_id(), asked_at=at, size=len(RULES))
    book().write(Writing(rows=[run]))
    return run_search(run, at=at)


def run_search(run: SuspicionRun, *, at: datetime) -> SuspicionRun:
    """Go through the rules one after the other; what each found is kept before the next."""
    if run.finished_at is not None:
        return run
    found = 0
    try:
        for position, finder in enumerate(_finders(at), start=1):
            found += sum(_keep(finding, at) for finding in finder())
            facts = {"status": "running", "position": position, "found": found}
            book().write(Writing(changes=[(run, facts)]))
    except Exception:
        book().write(Writing(changes=[(run, {"status": "failed", "finished_at": at})]))
        raise
    book().write(Writing(changes=[(run, {"status": "finished", "finished_at": at})]))
    return run


def _finders(at: datetime) -> Iterator[Finder]:
    """The rules in order, each ready to be asked; the replies are read once for all of them."""
    t = thresholds()
    yield lambda: rules.other_numbers(material.dialled(at, t), material.tries_of(at, t), t)
    replies = material.replies(at, t)
    yield lambda: rules.cloned(replies, t)
    yield lambda: rules.relabelled(material.relabels(at, t), t)
    yield lambda: rules.last_minute(replies, t)
    yield lambda: rules.hasty(replies, t)
    yield lambda: rules.unreached(replies, t)
    yield lambda: rules.rated_alike(material.rated(at, t, WORDS), t)


def _keep(finding: Finding, at: datetime) -> bool:
    """Keep what is new in a finding; says whether a person has something new to look at."""
    known = _known(finding)
    if known is None:
        return _keep_first(finding, at)
    rows = set(SuspicionPiece.objects.filter(suspicion=known).values_list("row", flat=True))
    fresh = [piece for piece in finding.pieces if piece.row not in rows]
    decided = known.standing in DECIDED
    if not fresh or (decided and len(fresh) < _enough(finding, thresholds())):
        return False
    facts = {"numbers": dict(finding.numbers), "found_at": at}
    facts |= {"standing": "open"} if decided else {}
    rows_kept = [_piece(known.pk, piece, at) for piece in fresh]
    book().write(Writing(rows=list(rows_kept), changes=[(known, facts)]))
    return decided


def _known(finding: Finding) -> Suspicion | None:
    """What is kept of the same already: by its subject, or because it shares evidence."""
    of_rule = Suspicion.objects.filter(rule=finding.rule)
    same = of_rule.filter(subject=finding.subject).first()
    if same is not None or finding.rule != "clones":
        return same
    rows = [piece.row for piece in finding.pieces]
    cases = [piece.case for piece in finding.pieces]
    shared = SuspicionPiece.objects.filter(case__in=cases, row__in=rows)
    return of_rule.filter(pk__in=shared.values("suspicion")).order_by("found_at").first()


def _keep_first(finding: Finding, at: datetime) -> bool:
    row = Suspicion(
        id=new_id(),
        rule=finding.rule,
        subject=finding.subject,
        department_id=finding.unit,
        person_id=finding.person,
        numbers=dict(finding.numbers),
        found_at=at,
    )
    pieces = [_piece(row.pk, piece, at) for piece in finding.pieces]
    book().write(Writing(rows=[row, *pieces]))
    return True


def _piece(suspicion: UUID, piece: Piece, at: datetime) -> SuspicionPiece:
    return SuspicionPiece(
        id=new_id(), suspicion_id=suspicion, case_id=piece.case, row=piece.row, found_at=at
    )


def _enough(finding: Finding, t: Thresholds) -> int:
    return RULES[finding.rule].enough(t)
