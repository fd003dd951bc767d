"""What `doctor` looks at: one small function per thing, each with its remedy."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import chinese_calendar
from django.db import connection
from django.utils import timezone

from hotline.site.environment import Environment
from hotline.site.migrations import unapplied
from hotline.site.preflight import database_failures, wall_failures, weaknesses

LEAST_FREE_GB = 5
MOST_CLOCK_SECONDS = 5
MOST_WAITING_MINUTES = 10
GIGABYTE = 10**9
DECEMBER = 12
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "FandolFang", "FandolSong", "SimSun", "FangSong")


@dataclass(frozen=True)
class Finding:
    """What was found about one thing; `remedy` is empty when it is well."""

    name: str
    found: str
    remedy: str = ""

    @property
    def well(self) -> bool:
        """Says whether nothing has to be done."""
        return not self.remedy


def database(environment: Environment) -> Finding:
    """The server's version, encoding and trigrams."""
    failures = list(database_failures())
    if failures:
        return Finding("database", "不可用 / not usable", "; ".join(failures))
    number = connection.pg_version
    kind = "DATABASE_URL" if environment.database_url else "内置 / embedded"
    return Finding("database", f"PostgreSQL {number // 10_000}.{number % 10_000} ({kind})")


def tables(environment: Environment) -> Finding:
    """That every migration has been applied."""
    missing = unapplied()
    found = f"{missing} 项未更新 / migrations missing" if missing else "最新 / up to date"
    return Finding("tables", found, "./hotline migrate" if missing else "")


def access(environment: Environment) -> Finding:
    """That SQL without a scope finds no case, and that the site does not own its tables."""
    faults = [*wall_failures(), *weaknesses()]
    found = "较弱 / weaker" if faults else "两道 / two walls stand"
    return Finding("access", found, "; ".join(faults))


def locale(environment: Environment) -> Finding:
    """The locale that sorts and recognises characters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        found = str(cursor.fetchone()[0])
    unfit = found in ("C", "POSIX")
    remedy = "用 LC_CTYPE 'C.UTF-8' 重建数据库 / make the database anew with LC_CTYPE 'C.UTF-8'"
    return Finding("locale", found, remedy if unfit else "")


def jobs(environment: Environment) -> Finding:
    """Background jobs: that a worker lives, and that none waits for long."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING_JOBS, [MOST_WAITING_MINUTES])
        waiting, workers, failed = cursor.fetchone()
    found = f"{workers} 个工作进程 / workers, {waiting} 个等待过久 / late, {failed} 个失败 / failed"
    if waiting:
        return Finding(
            "jobs", found, "请确认 ./hotline run 正在运行 / start the site: ./hotline run"
        )
    return Finding("jobs", found)


WAITING_JOBS = """
SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'
          AND COALESCE(scheduled_at, '-infinity') < now() - make_interval(mins => %s)
          AND id IN (SELECT job_id FROM procrastinate_events
                     WHERE type = 'deferred' AND at < now() - interval '10 minutes')),
       (SELECT count(*) FROM procrastinate_workers
         WHERE last_heartbeat > now() - interval '1 minute'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')
"""


def search(environment: Environment) -> Finding:
    """Every case can be found by its words."""
    from hotline.steps.refill_words import not_searched  # noqa: PLC0415 - needs Django's apps

    missing = not_searched()
    found = (
        "有工单查不到 / a case is not found" if missing else "每件都查得到 / every case is found"
    )
    return Finding("search", found, "./hotline search-words --repair" if missing else "")


def keys(environment: Environment) -> Finding:
    """The key ring is the one that personal data was sealed with."""
    from hotline.records.queries.seals import seals_open  # noqa: PLC0415 - needs Django's apps

    if seals_open():
        return Finding("keys", "读得出个人信息 / personal data can be read")
    remedy = (
        f"请把原来的密钥文件放回 {environment.keyring_path} / put the key ring of these records "
        f"back there"
    )
    return Finding("keys", "密钥文件不符,个人信息读不出 / another key ring", remedy)


def clock(environment: Environment) -> Finding:
    """That this machine and the database agree about the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((datetime.now(UTC) - cursor.fetchone()[0]).total_seconds())
    found = f"与数据库相差 / apart from the database: {apart:.1f} s"
    remedy = "请启用 NTP 对时 / turn on NTP on both machines: timedatectl set-ntp true"
    return Finding("clock", found, remedy if apart > MOST_CLOCK_SECONDS else "")


def disk(environment: Environment) -> Finding:
    """Room for what the site makes."""
    free = shutil.disk_usage(environment.var).free / GIGABYTE
    remedy = f"请清理磁盘,至少留 {LEAST_FREE_GB} GB / free at least {LEAST_FREE_GB} GB"
    return Finding("disk", f"{free:.1f} GB", remedy if free < LEAST_FREE_GB else "")


def calendar(environment: Environment) -> Finding:
    """That the State Council's holidays are known; in December also next year's."""
    newest = newest_holiday_year()
    today = timezone.localdate()
    year = today.year + (today.month == DECEMBER)
    remedy = (
        "请更新 chinesecalendar,否则期限按普通周末计算 / update chinesecalendar: "
        "deadlines would know no holidays"
    )
    return Finding("calendar", f"已公布至 / published to {newest}", remedy if newest < year else "")


def newest_holiday_year() -> int:
    """The last year whose holidays the calendar package knows."""
    return max(day.year for day in chinese_calendar.constants.holidays)


def office(environment: Environment) -> Finding:
    """LibreOffice, which turns a bulletin into PDF."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    remedy = "不能生成 PDF,请安装 / no PDF without it: apt-get install libreoffice-writer"
    return Finding("libreoffice", found or "没有 / none", "" if found else remedy)


def fonts(environment: Environment) -> Finding:
    """A font with Chinese characters, for PDF."""
    remedy = (
        "PDF 中汉字无法显示,请安装 / Chinese would be blank in PDF: apt-get install fonts-noto-cjk"
    )
    if shutil.which("fc-list") is None:
        return Finding("fonts", "没有 fontconfig / no fontconfig", remedy)
    command = ["fc-list", ":lang=zh", "family"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
    families = {name.strip() for line in shown.splitlines() for name in line.split(",")}
    known = [name for name in FONTS if name in families] or sorted(families)[:1]
    return Finding("fonts", ", ".join(known) or "没有 / none", "" if families else remedy)


CHECKS: tuple[Callable[[Environment], Finding], ...] = (
    database, tables, access, locale, jobs, search, keys, clock, disk, calendar, office, fonts,
)  # fmt: skip


def examine(environment: Environment) -> Iterator[Finding]:
    """Looks at everything; a check that cannot be made is itself a finding."""
    for check in CHECKS:
        try:
            yield check(environment)
        except Exception as error:  # one broken thing must not hide the others
            yield Finding(check.__name__, type(error).__name__, "无法检查 / could not be examined")
