"""When a message arrived, read out of the many ways in which platforms write a time."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = 1990
LAST_YEAR = 2100
END_OF_DAY = time(23, 59, 59)

_TIME = re.compile(
    r"(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
    r"(?:[ T]*(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})分?"
    r"(?::?(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?秒?)?"
    r" *(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def time_of(text: str, formats: tuple[str, ...] = (), *, end_of_day: bool = False) -> datetime:
    """The moment that a cell names, aware, in Asia/Shanghai, without fractions of a second.

    Own `formats` (of `datetime.strptime`) go first, then 2019/2/28 11:25:05, 2019-02-14 20:00,
    2020年2月9日 8:05 and ISO 8601 with a zone. A time without zone is Shanghai's. A bare day means
    its first second, or its last one with `end_of_day`.

    Raises:
        ValueError: no such day or hour, a year outside 1990-2100, or another way of writing.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    moment = _by_formats(words, formats) or _by_pattern(words, end_of_day)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("year out of range")
    return moment.replace(microsecond=0).astimezone(SHANGHAI)


def _by_formats(words: str, formats: tuple[str, ...]) -> datetime | None:
    for form in formats:
        try:
            moment = datetime.strptime(words, form)  # noqa: DTZ007 the zone follows below
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return None


def _by_pattern(words: str, end_of_day: bool) -> datetime:
    match = _TIME.fullmatch(words)
    if match is None:
        raise ValueError("not a time")
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    return datetime.combine(date(year, month, day), _clock(match, end_of_day))


def _clock(match: re.Match[str], end_of_day: bool) -> time:
    if match["hour"] is None:
        return (END_OF_DAY if end_of_day else time()).replace(tzinfo=SHANGHAI)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    return time(hour, minute, second, tzinfo=_zone(match["zone"]))


def _zone(text: str | None) -> ZoneInfo | timezone:
    if text is None:
        return SHANGHAI
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
