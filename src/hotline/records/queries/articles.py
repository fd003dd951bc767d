"""Finding and reading articles: what is in force for everyone, and what a person looks after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case as Choose
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from hotline.records.models import Article, ArticleVersion, Correction, Department, Staff
from hotline.records.queries.choosing import topics_called, topics_on, units_called
from hotline.records.queries.reference import below, covers
from hotline.rules.articles import REMIND_DAYS, Stage, Standing
from hotline.rules.finding import words_of

PAGE_SIZE = 20
# So long is a key of the index of characters at the most.
KEY = 2
MOST_PAGES = 1_000
LISTED = 200
KEEPING = ("write_article", "review_article", "publish_article", "settle_correction")


def in_force(day: date) -> QuerySet[Article]:
    """What may be answered from on `day`; does not wait for the job that marks what expired."""
    return Article.objects.filter(
        standing=Standing.PUBLISHED, valid_from__lte=day, expires_on__gte=day
    )


def public_articles(day: date) -> QuerySet[Article]:
    """What everybody may read on `day`."""
    return in_force(day).filter(is_public=True)


def looks_after(staff: Staff, unit: Department) -> bool:
    """Whether articles of `unit` are this person's: their own unit's and those below it."""
    return staff.department is None or covers(staff.department, unit)


def kept_by(staff: Staff) -> Q:
    """The articles that a person looks after; none without a permit to do anything with them."""
    if not any(staff.may(permit) for permit in KEEPING):
        return Q(pk__in=())
    if staff.department is None:
        return Q()
    return Q(department__in=below(staff.department))


def articles_for(staff: Staff, day: date) -> QuerySet[Article]:
    """What a person may open: what is in force, and whatever they look after."""
    shown = Article.objects.filter(kept_by(staff))
    return shown | in_force(day) if staff.may("read_articles") else shown


def article_for(staff: Staff, number: str, day: date) -> Article:
    """One article by its number; raises Article.DoesNotExist for one that is not theirs to see."""
    if not number.isprintable():
        raise Article.DoesNotExist  # a NUL in an address must not reach the database
    found = articles_for(staff, day).select_related("department", "current__department")
    return found.get(number=number)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; `topic` and `unit` are a code or a name, empty for any."""

    query: str = ""
    topic: str = ""
    unit: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Sought:
        """Read from an address; what is not understood is ignored."""
        given = {name: text.replace("\0", "").strip()[:100] for name, text in query.items()}
        page = given.get("page", "1")
        is_number = page.isascii() and page.isdigit()
        return cls(
            query=given.get("q", ""),
            topic=given.get("topic", ""),
            unit=given.get("unit", ""),
            page=min(max(int(page), 1), MOST_PAGES) if is_number else 1,
        )


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of what was found, the words that were looked for, and how many there are."""

    rows: Sequence[Article]
    words: tuple[str, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(-(-self.total // PAGE_SIZE), 1)


def find_articles(sought: Sought, day: date, *, public: bool = False) -> ArticlePage:
    """Articles in force that hold every word: an exact title first, then a title with the words;
    with `public` only those that everybody may read.

    Among equals the more used come first. The rows are ranked and counted in one reading without
    their texts, and only those of the page are fetched: that keeps a search which no index serves
    below 50 ms at ten thousand articles (`bench/knowledge.py`).
    """
    words = words_of(sought.query)
    whole = public_articles(day) if public else in_force(day)
    found = _holding(_about(whole, sought, day), words)
    start = (sought.page - 1) * PAGE_SIZE
    ranked = found.order_by(_rank(words), "-used_count", "-published_at", "number")
    counted = ranked.annotate(total=Window(Count("pk"))).values_list("pk", "total")
    places = dict(counted[start : start + PAGE_SIZE])
    total = next(iter(places.values())) if places else found.count() if start else 0
    rows = Article.objects.filter(pk__in=places).select_related("department", "current")
    by_pk = {row.pk: row for row in rows.defer("words")}
    return ArticlePage([by_pk[pk] for pk in places], words, total, sought.page)


def _holding(found: QuerySet[Article], words: Sequence[str]) -> QuerySet[Article]:
    """Those with every word: by the trigram index, or by that of characters for one or two.

    So short a word is a key itself, and the texts, which are long, need not be looked at.
    """
    for word in words:
        if len(word) > KEY:
            found = found.filter(words__contains=word)
    if keys := [word for word in words if len(word) <= KEY]:
        held = "SELECT a.id FROM records_article a WHERE records_grams(a.words) @> %s::text[]"
        found = found.filter(pk__in=RawSQL(held, [keys]))  # noqa: S611 - words are an argument
    return found


def _about(found: QuerySet[Article], sought: Sought, day: date) -> QuerySet[Article]:
    """Narrowed to a topic and a unit, each with all below it; unknown names find nothing."""
    if sought.topic:
        heads = {topic.code for topic in topics_called(sought.topic, day)}
        codes = [topic.code for topic in topics_on(day) if heads.intersection(topic.path)]
        found = found.filter(topics__overlap=codes) if codes else found.none()
    if sought.unit:
        units = [pk for unit in units_called(sought.unit, day) for pk in below(unit)]
        found = found.filter(department__in=units)
    return found


def _rank(words: Sequence[str]) -> Choose | Value:
    """0 for the title itself, 1 for a title with all the words, 2 for a text."""
    if not words:
        return Value(0)
    title = Lower("title")
    titled = (GreaterThan(StrIndex(title, Value(word)), 0) for word in words)
    return Choose(
        When(Exact(title, Value(" ".join(words))), then=Value(0)),
        When(Q(*titled), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def newest_text(article: Article) -> ArticleVersion:
    """The text that was saved last."""
    found = article.versions.select_related("department", "by").order_by("-number").first()
    if found is None:
        raise ArticleVersion.DoesNotExist
    return found


def answer_from(number: str, staff: Staff, day: date) -> str:
    """What to tell a citizen, from an article in force; empty for any other number."""
    if not staff.may("read_articles") or not number.isprintable():
        return ""
    found = in_force(day).filter(number=number).select_related("current").first()
    return found.current.answer if found is not None and found.current is not None else ""


def in_work(staff: Staff) -> Sequence[Article]:
    """The articles of a person whose newest text is not published yet, those to review first."""
    order = Choose(
        *[When(stage=stage, then=Value(place)) for place, stage in enumerate(_WAITING)],
        output_field=IntegerField(),
    )
    found = Article.objects.filter(kept_by(staff), stage__in=_WAITING).select_related("department")
    return list(found.order_by(order, "number")[:LISTED])


_WAITING = (Stage.SUBMITTED, Stage.REVIEWED, Stage.DRAFT)


def expiring(staff: Staff, day: date) -> QuerySet[Article]:
    """The articles of a person that end within the days of reminding or have ended, by day."""
    soon = Q(standing=Standing.PUBLISHED, expires_on__lte=day + timedelta(days=REMIND_DAYS))
    found = Article.objects.filter(kept_by(staff), soon | Q(standing=Standing.EXPIRED))
    return found.select_related("department").order_by("expires_on", "number")


def corrections_for(staff: Staff) -> QuerySet[Correction]:
    """The corrections of a person's articles, those that wait first."""
    kept = Article.objects.filter(kept_by(staff))
    found = Correction.objects.filter(article__in=kept).order_by(
        F("settled_at").desc(nulls_first=True), "-asked_at"
    )
    return found.select_related("article__department", "text", "asked_by", "settled_by")
