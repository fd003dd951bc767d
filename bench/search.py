"""The search over everything at a million cases: queries, time and CPU of each way of asking.

`python -m bench.search [COPIES] [--lists]`: 249 copies of four thousand cases by default; with
`--lists` the filtered list as well.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

import psutil

from bench.report import print_machine, repeated
from bench.scratch import scratch_site

if TYPE_CHECKING:
    from hotline.records.models import Staff

CASES = 4_000
COPIES = 249
STAGES = 8
RUNS = 24
# Each run takes the next of the words.
SEARCHES: dict[str, tuple[str, ...]] = {
    "one character, in half of all": ("灯", "水", "区", "人"),
    "one character, rare": ("骉", "犇", "沅", "邕"),
    "two characters, frequent": ("路灯", "停水", "社区", "居民"),
    "two characters, in few": ("票价", "拒载", "集资", "秸秆"),
    "two characters that nothing holds": ("鲸鱼", "火箭", "恐龙", "魑魅"),
    "three characters": ("公积金", "下水道", "幼儿园", "出租车"),
    "six characters": ("垃圾清运不及", "养老金认证锦", "拖欠农民工工", "消防通道占用"),
    "a place": ("青禾小区", "和民路", "汀东区", "青江花园"),
    "two words, both frequent": ("路灯 社区", "停水 居民", "噪音 夜间", "物业 学校"),
    "two words, one rare": ("骉 停水", "票价 夜间", "青禾小区 电梯", "秸秆 学校"),
    "pinyin": ("tingshui", "gongjijin", "ludeng", "dianti"),
    "first letters": ("gjj", "dtgz", "jgfs", "qhxq"),
    "a word that sounds alike": ("停睡", "路等", "公鸡金", "点题"),
    "one character wrong": ("公积全", "下水到堵塞", "居住正办理", "电弟故障"),
    "case number": ("202611", "2026112", "20261", "2026"),
    "whole phone number": ("10000000001", "10000000777", "10000004242", "10000009999"),
    "last four digits": ("0001", "0777", "4242", "9999"),
}
FILTERS: dict[str, dict[str, str]] = {
    "frequent word, of one kind": {"kind": "complaint"},
    "frequent word, one status": {"status": "in_handling"},
    "frequent word, closed": {"status": "closed"},
    "frequent word, one unit": {"unit": "铁西区政府"},
    "frequent word, a month": {"since": "2026-05-01", "until": "2026-05-31"},
    "frequent word, a place": {"place": "青禾小区"},
}
LISTS = {
    "newest first": "all=1",
    "by deadline": "sort=due",
    "of a unit, urgent": "unit=铁西区政府&urgency=urgent",
    "of a topic with all below it": "topic=0102",
    "place": "place=青禾小区",
    "rare word": "q=骉犇",
    "two characters": "q=路灯",
    "three characters": "q=下水道",
}


def main() -> None:
    """Prints one line per way of asking, for a person of the office and for one of a unit."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    with scratch_site():
        from hotline.records.models import Staff  # noqa: PLC0415 - needs Django set up

        print_machine()
        fill(numbers[0] if numbers else COPIES)
        office = Staff.objects.get(username="callback")
        for who, staff in {"office": office, **_of_units()}.items():
            for name, words in SEARCHES.items():
                measure(f"{who}: {name}", staff, words, {})
            for name, filters in FILTERS.items():
                measure(f"{who}: {name}", staff, SEARCHES["two characters, frequent"], filters)
            measure(f"{who}: newest first", staff, ("路灯", "停水"), {}, by_date=True)
        browse(office, lists="--lists" in sys.argv)


def fill(copies: int) -> None:
    """Some thousand cases with texts of their own, and copies of what is searched."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from bench.cases import play  # noqa: PLC0415
    from bench.multiplying import multiply  # noqa: PLC0415
    from bench.texts import matter  # noqa: PLC0415
    from hotline.records.models import CaseWords  # noqa: PLC0415
    from hotline.site.migrations import as_owner  # noqa: PLC0415

    rng = Random(7)
    play(CASES, lambda number: number % STAGES, lambda: matter(rng))
    _give_to_a_small_unit()
    with as_owner(), connection.cursor() as cursor:
        # Made once over all rows, an index takes a fraction of the time.
        cursor.execute("SELECT pg_get_indexdef('case_words_keys'::regclass)")
        made_by = cursor.fetchone()[0]
        cursor.execute("DROP INDEX case_words_keys")
        # These serve other searches than this one.
        cursor.execute("DROP INDEX case_text_words, case_title_words, case_place_words")
    multiply(copies, of=("Citizen", "Case", "CaseWords"))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(made_by)
        cursor.execute("VACUUM ANALYZE records_casewords")
        cursor.execute(
            "SELECT pg_size_pretty(pg_relation_size('case_words_keys')),"
            " pg_size_pretty(pg_relation_size('records_casewords'))"
        )
        index, table = cursor.fetchone()
    print(f"{CaseWords.objects.count()} cases; index {index}, texts {table}", flush=True)


def _give_to_a_small_unit() -> None:
    """A few of the cases go to a unit that has no others."""
    from hotline.records.models import Case, CaseWords, Department  # noqa: PLC0415

    small = Department.objects.exclude(kind__in=("district", "county")).order_by("pk")[0]
    few = list(Case.objects.exclude(lead=None).order_by("pk").values_list("pk", flat=True)[::300])
    Case.objects.filter(pk__in=few).update(lead=small, seen_by=[small.pk])
    CaseWords.objects.filter(pk__in=few).update(units=[small.pk])


def _of_units() -> dict[str, Staff]:
    """Somebody of the unit with the most cases, and of the one with the fewest."""
    from django.db.models import Count  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Case, Department, Staff  # noqa: PLC0415

    led = Case.objects.exclude(lead=None).values("lead").annotate(n=Count("pk")).order_by("-n")
    found = {}
    for who, row in (("unit", led[0]), ("small unit", led.reverse()[0])):
        unit = Department.objects.get(pk=row["lead"])
        print(f"{who}: {unit.name}, leading {row['n']} cases", flush=True)
        found[who] = Staff.objects.filter(roles__code="unit_clerk").order_by("pk")[0]
        found[who].department = unit
    return found


def measure(
    name: str,
    staff: Staff,
    words: Sequence[str],
    filters: dict[str, str],
    *,
    by_date: bool = False,
) -> None:
    """One line: the search for cases alone, as the page of results makes it; CPU of this process
    and of the database's."""
    from bench.queries import counted  # noqa: PLC0415 - needs Django set up
    from hotline.records.queries.searching import FEW_FOUND, CaseSearch  # noqa: PLC0415
    from hotline.records.queries.wanted import Wanted  # noqa: PLC0415
    from hotline.records.scope import scoped_for  # noqa: PLC0415

    wanted = replace(Wanted(), **filters)
    turn = iter(range(10**6))
    found: list[int] = []

    def search() -> None:
        with scoped_for(staff):
            asked = CaseSearch(staff, words[next(turn) % len(words)], limit=20, wanted=wanted)
            page = asked.telling(by_date=by_date)
            near = asked.nearly() if page.total < FEW_FOUND else page
            found.append(
                max(page.total, near.total, asked.numbered().total, asked.of_phone().total)
            )

    before = _cpu_of_database()
    runs = repeated(search, RUNS)
    spent = (_cpu_of_database() - before) / (RUNS + 1)
    with counted() as queries:
        search()
    wall = sorted(run.wall * 1000 for run in runs)
    half, most = wall[len(wall) // 2], wall[int(len(wall) * 0.95)]
    here = median(run.cpu for run in runs)
    says = "" if most <= 50 else "  over the aim"
    print(
        f"{name:<52} p50 {half:6.1f}  p95 {most:6.1f} ms  CPU {here * 1000:4.1f}"
        f" + {spent * 1000:5.1f}  queries {queries.number}"
        f"  found {min(found)}-{max(found)}{says}",
        flush=True,
    )


def _cpu_of_database() -> float:
    """Seconds of CPU that the server's process of this connection has used."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return float(spent.user + spent.system)


def browse(staff: Staff, *, lists: bool) -> None:
    """The whole pages: what is asked while one types, the results, and the list."""
    from django.conf import settings  # noqa: PLC0415 - needs Django set up
    from django.test import Client, override_settings  # noqa: PLC0415

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    middleware = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    with override_settings(STORAGES=storages, MIDDLEWARE=middleware):
        browser: Any = Client(SERVER_NAME="localhost")
        browser.force_login(staff, "django.contrib.auth.backends.ModelBackend")
        for words in ("灯", "路灯", "下水道", "tingshui", "停睡", "10000000001"):
            said = {"find": words}
            tell(f"suggest: {words}", lambda said=said: browser.post("/desk/search/suggest", said))
            told = {"q": words}
            tell(f"page: {words}", lambda told=told: browser.get("/desk/search", told, follow=True))
        for name, query in LISTS.items() if lists else ():
            tell(f"list: {name}", lambda query=query: browser.get(f"/desk/cases?{query}"))


def tell(name: str, ask: Callable[[], Any]) -> None:
    """One line of a page: time, CPU of this process, queries."""
    from bench.queries import counted  # noqa: PLC0415 - needs Django set up

    def asked() -> None:
        answer = ask()
        assert answer.status_code == 200, answer.status_code

    runs = repeated(asked, 7)
    with counted() as queries:
        asked()
    wall, cpu = (sorted(each) for each in zip(*((r.wall, r.cpu) for r in runs), strict=True))
    print(
        f"{name:<52} p50 {wall[3] * 1000:6.1f} ms  CPU {cpu[3] * 1000:5.1f} ms"
        f"  queries {queries.number}",
        flush=True,
    )


if __name__ == "__main__":
    main()
