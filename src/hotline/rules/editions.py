"""Where a bulletin stands: its family, its period and, where it is of one unit alone, the unit.

Written as it stands in an address: monthly/2022-04, weekly/2022-W14/tiexi_district.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotline.rules.periods import Period, read_period

MONTHLY = "monthly"
# Family, period, unit; the period begins with its year, so that no verb can be taken for one.
ADDRESS = r"[a-z][a-z0-9_-]*/[0-9]{4}[0-9QW-]*(?:/[a-z][a-z0-9_-]*)?"
_WHOLE = re.compile(ADDRESS)


@dataclass(frozen=True, slots=True)
class Where:
    """Family, period and unit ("" for all units) of a bulletin."""

    family: str
    period: Period
    unit: str = ""

    @property
    def text(self) -> str:
        """As it stands in an address."""
        whole = f"{self.family}/{self.period.code}"
        return f"{whole}/{self.unit}" if self.unit else whole


class WhereInAddress:
    """How an address of the site takes a bulletin's: whole, with its slashes (a path converter)."""

    regex = ADDRESS

    def to_python(self, value: str) -> str:
        """The text as it stands; `read_where` understands it."""
        return value

    def to_url(self, value: str) -> str:
        """The same, into an address."""
        return value


def read_where(text: str) -> Where:
    """What an address writes; a period alone is of the monthly bulletin. Raises ValueError with a
    sentence in Chinese."""
    whole = text if "/" in text else f"{MONTHLY}/{text}"
    if "/" in text and not _WHOLE.fullmatch(whole):
        raise ValueError(f"通报“{text[:60]}”写法不对，请写成 monthly/2022-04 这样。")
    family, code, *unit = whole.split("/")
    return Where(family, read_period(code), unit[0] if unit else "")
