"""Same matter among very many cases: what finding and keeping cost per arrival, and what is found.

`python -m bench.same_at_scale` makes 1,000,000 invented cases of 360 days with the prints that the
reader would have kept (a number makes fewer), and then lets cases arrive. Half of the arrivals tell
again, in other words, what one of the last weeks told: how often that one is found is the recall.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.report import print_machine
from bench.scratch import scratch_site

CASES = 1_000_000
DAYS = 360
ARRIVALS = 400
AT_ONCE = 20_000
AIM = 50
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
PHONES = 400_000

FIRST = (
    "金银翠碧锦华瑞祥福康宁安泰和顺景丽御盛嘉恒永新"
    "东西南北中天龙凤鹤松柏梅兰竹菊桂枫杨柳溪湖江河海山峰云霞"
)
SECOND = "苑庭府园湾城郡邸居里舍台阁岸洲谷坊墅"
ROADS = "路街巷道"
TROUBLES = (
    ("停水", "自来水停了", "家里没有水用", "供水一直不恢复"),
    ("停电", "供电断了", "没有电用", "电表跳闸没人修"),
    ("暖气不热", "供暖温度不达标", "暖气片冰凉", "室内只有十五度"),
    ("垃圾不清运", "垃圾桶满溢", "垃圾堆成山", "清运车好几天不来"),
    ("路灯不亮", "路灯坏了", "晚上漆黑一片", "照明没有人修"),
    ("夜间施工噪音", "工地半夜打桩", "机器轰鸣睡不着", "凌晨还在浇筑混凝土"),
    ("油烟直排", "烧烤店油烟熏人", "饭店烟道对着窗户", "后厨排烟呛人"),
    ("井盖破损", "窨井盖塌了", "井口敞着没人盖", "车轮陷进井里"),
    ("电梯故障", "电梯困人", "电梯停运", "升降机总是急坠"),
    ("物业乱收费", "物业费涨价", "收费不公示", "车位费重复收"),
    ("违章停车", "私家车堵门", "消防通道被占", "出入口停满货车"),
    ("拖欠工资", "老板不发工钱", "干了三个月拿不到薪水", "包工头失联"),
    ("下水道堵塞", "污水反涌", "化粪池冒溢", "管道不通返臭"),
    ("流浪狗伤人", "大型犬不拴绳", "野狗成群", "被狗咬伤"),
    ("公交不准时", "等车一个小时", "班次太少", "司机甩站"),
    ("燃气泄漏", "煤气味很大", "天然气管锈蚀", "阀门漏气"),
    ("墙皮脱落", "外墙瓷砖掉落", "保温层翘起", "楼顶渗漏"),
    ("广场舞扰民", "音响开到很晚", "喇叭声震耳", "跳舞的人占着空地"),
)
SINCE = ("从昨天起", "三天前开始", "上周以来", "已经半个月", "从月初到现在", "这几天")
WHO = (
    "老人孩子很不方便",
    "孩子马上要考试",
    "邻居们意见很大",
    "多次找过没有结果",
    "楼里有病人需要照顾",
)
WISH = ("请尽快派人处理", "希望有关部门核实", "请给一个说法", "盼望早日解决", "请安排人员到场查看")
WHAT = ("{place}{title}", "反映{place}{title}问题", "{place}附近{title}", "投诉{place}{title}")


@dataclass(frozen=True)
class Said:
    """One invented arrival: the place and trouble that it is about, and its words."""

    place: str
    trouble: int
    title: str
    text: str
    phone: int


def main() -> None:
    """Prints what a case's arrival costs, what the index takes, and what it finds."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with scratch_site():
        print_machine()
        begun = time.perf_counter()
        fill(cases)
        print(f"{cases} cases and prints made in {time.perf_counter() - begun:.0f} s")
        tell_sizes()
        arrive()


def names(chance: random.Random) -> list[str]:
    """Five thousand names of estates and roads."""
    found: set[str] = set()
    while len(found) < 5_000:
        stem = "".join(chance.choices(FIRST, k=chance.choice((2, 2, 3))))
        found.add(stem + chance.choice((*SECOND, *SECOND, *ROADS)))
    return sorted(found)


def said(chance: random.Random, place: str, trouble: int) -> Said:
    """One way of telling it."""
    words = TROUBLES[trouble]
    title = chance.choice(WHAT).format(place=place, title=chance.choice(words[:2]))
    parts = [
        f"{chance.choice(('我住在', '', '我是', '来电人住'))}{place}{chance.randint(1, 40)}号楼",
        f"{chance.choice(SINCE)}{chance.choice(words)}",
        chance.choice(words),
        chance.choice(WHO),
    ]
    chance.shuffle(parts)
    text = "，".join([*parts[: chance.randint(2, 4)], place, chance.choice(WISH)]) + "。"
    return Said(place, trouble, title, text, chance.randrange(PHONES))


def again(chance: random.Random, one: Said) -> Said:
    """The same matter by somebody else: other clauses, one character in seventeen mistyped."""
    fresh = said(chance, one.place, one.trouble)
    noisy = "".join(chance.choice(FIRST) if chance.random() < 0.06 else sign for sign in fresh.text)
    return Said(one.place, one.trouble, fresh.title, noisy, fresh.phone)


def fill(number: int) -> None:
    """Cases spread evenly over the days, the same ones at every run, with all that finds them."""
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Case, CasePrint, Citizen, MarkCount  # noqa: PLC0415
    from hotline.records.queries.case_prints import Counts  # noqa: PLC0415
    from hotline.site.migrations import as_owner  # noqa: PLC0415
    from hotline.steps.joining.print_cases import counted, printed  # noqa: PLC0415
    from hotline.steps.storing.bulk import copy_rows  # noqa: PLC0415

    # What finds words by three characters is not asked here, and filling it takes an hour.
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "DROP INDEX case_text_words, case_title_words, case_place_words, print_marks"
        )
    chance = random.Random(12345)
    places = names(chance)
    counts: Counter[tuple[int, int]] = Counter()
    pairs: Counter[str] = Counter()
    made = 0
    for cases, citizens, matters in _invented(number, places, chance):
        counts.update(counted(cases, matters))
        for matter in matters.values():
            pairs.update(matter.pairs)
        made += len(cases)
        known = Counts(pairs, made)
        prints = [printed(case, matters[case.pk], known) for case in cases]
        with transaction.atomic(), connection.cursor() as cursor:
            copy_rows(cursor, {Citizen: citizens, Case: cases, CasePrint: prints})
    rows = [MarkCount(mark=mark, bucket=b, cases=n) for (mark, b), n in counts.items()]
    unique = list({row.mark: row for row in rows}.values())
    with transaction.atomic(), connection.cursor() as cursor:
        copy_rows(cursor, {MarkCount: unique})

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX print_marks ON records_caseprint USING gin (marks) WITH (fastupdate=off)"
        )
        cursor.execute("VACUUM ANALYZE")


def _invented(
    number: int, places: list[str], chance: random.Random
) -> Iterator[tuple[list[Any], list[Any], dict[Any, Any]]]:
    """Cases with their citizens and matters, so many at a time, the oldest first."""
    from hotline.records.models import Channel  # noqa: PLC0415 - needs Django set up
    from hotline.rules.same_matter import Matter  # noqa: PLC0415

    channel = Channel.objects.order_by("pk").first()
    for start in range(0, number, AT_ONCE):
        cases, citizens, matters = [], [], {}
        for each in range(start, min(start + AT_ONCE, number)):
            place = places[min(int(chance.expovariate(1 / 1200)), len(places) - 1)]
            one = said(chance, place, chance.randrange(len(TROUBLES)))
            at = NOW - timedelta(days=DAYS) * (1 - each / number)
            citizen, case = row_of(one, at, each, channel)
            citizens.append(citizen)
            cases.append(case)
            index = bytes(citizen.phone_index)
            matters[case.pk] = Matter(case.title, case.text, caller=index, place=one.place)
        yield cases, citizens, matters


def row_of(one: Said, at: datetime, number: int, channel: Any) -> tuple[Any, Any]:
    """The rows of one arrival; nothing of the path is played."""
    from hotline.records.models import Case, Citizen  # noqa: PLC0415 - needs Django set up

    phone = one.phone.to_bytes(8, "big")
    citizen = Citizen(phone_index=phone * 4, created_at=at)
    case = Case(
        number=f"BENCH-{number:08d}",
        receipt=f"R{number:011d}",
        status="awaiting_dispatch",
        channel=channel,
        citizen=citizen,
        title=one.title,
        text=one.text,
        place=one.place,
        registered_at=at,
        moved_at=at,
    )
    return citizen, case


def arrive() -> None:
    """Time each part of one arrival, as the reader does them, and count what is found again."""
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from hotline.records.models import Channel  # noqa: PLC0415
    from hotline.records.queries.same_matter import compared, settings_of  # noqa: PLC0415
    from hotline.steps.joining.print_cases import print_cases  # noqa: PLC0415

    chance = random.Random(7)
    settings, channel = settings_of(), Channel.objects.order_by("pk").first()
    earlier = _lately(chance)
    times: dict[str, list[float]] = {
        "find": [],
        "write": [],
        "found": [],
        "offered": [],
        "seen": [],
    }
    for number in range(ARRIVALS):
        row = earlier[number] if number % 2 else None
        one = (
            again(chance, row[1])
            if row
            else said(chance, f"无名{number}苑", number % len(TROUBLES))
        )
        citizen, case = row_of(one, NOW + timedelta(seconds=number), 90_000_000 + number, channel)
        citizen.save(force_insert=True)
        case.save(force_insert=True)
        begun = time.perf_counter()
        with transaction.atomic():
            matters = print_cases([case])
        times["write"].append(1000 * (time.perf_counter() - begun))
        begun = time.perf_counter()
        likes = compared(matters[case.pk], case.registered_at, settings.window_days, but=case.pk)
        times["find"].append(1000 * (time.perf_counter() - begun))
        times["seen"].append(len(likes))
        if row:
            of_it = [
                like
                for other, like in likes
                if (other.place, row[1].trouble) == (one.place, _trouble(other))
            ]
            times["found"].append(bool(of_it))
            times["offered"].append(any(settings.offers(like) for like in of_it))
    tell(times)


def _lately(chance: random.Random) -> list[tuple[Any, Said]]:
    """Cases of the last weeks, drawn evenly."""
    from hotline.records.models import Case  # noqa: PLC0415 - needs Django set up

    since = NOW - timedelta(days=55)
    rows = list(Case.objects.filter(registered_at__gte=since)[:40_000])
    drawn = chance.choices(rows, k=ARRIVALS)
    return [(row, Said(row.place, _trouble(row), row.title, row.text, 0)) for row in drawn]


def _trouble(case: Any) -> int:
    """Which trouble a case tells."""
    for number, words in enumerate(TROUBLES):
        if any(word in case.title for word in words):
            return number
    return -1


def tell(times: dict[str, list[float]]) -> None:
    """Percentiles and shares."""
    for name in ("write", "find", "seen"):
        runs = sorted(times[name][20:])
        p50, p95, p99 = (
            runs[min(int(len(runs) * part), len(runs) - 1)] for part in (0.5, 0.95, 0.99)
        )
        unit = "cases compared" if name == "seen" else "ms"
        print(f"{name:<8}p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f} {unit}")
    both = sorted(a + b for a, b in zip(times["write"][20:], times["find"][20:], strict=True))
    p50, p95 = statistics.median(both), both[int(len(both) * 0.95)]
    print(f"both    p50 {p50:.1f}  p95 {p95:.1f} ms, aim {AIM}")
    for name in ("found", "offered"):
        print(f"{name}: {statistics.mean(times[name]):.3f} of {len(times[name])} told again")


def tell_sizes() -> None:
    """What the tables and each index take."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relname LIKE 'print%%'"
            " OR relname IN ('records_caseprint', 'records_markcount', 'records_caseprint_pkey',"
            " 'records_markcount_pkey') ORDER BY 2 DESC"
        )
        for name, size in cursor.fetchall():
            print(f"  {name:<28}{size / 2**20:8.0f} MB")


if __name__ == "__main__":
    main()
