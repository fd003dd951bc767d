"""Facts of single cases as open data: JSON Lines and CSV, each row checked against its schema."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hotline.documents.csv_written import BOM
from hotline.documents.formula_safe import uncomputed

SCHEMA = "https://json-schema.org/draft/2020-12/schema"
NAME = "cases.schema.json"
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f]*$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]


class CaseFact(BaseModel):
    """One case, told as exactly as at least five cases share it; null is what is not told."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    month: Month = Field(description="登记的月份")
    day: date | None = Field(description="登记的日期")
    channel: Words | None = Field(description="来件渠道")
    kind: Words = Field(description="诉求类型")
    topic: tuple[Words, ...] = Field(description="问题分类，从大类到小类")
    area: Words | None = Field(description="区、县、开发区")
    status: Literal["open", "closed"] = Field(description="是否办结")
    days: int | None = Field(ge=0, le=10_000, description="从登记到办结的天数")
    rating: Words | None = Field(description="诉求人的评价")


COLUMNS = tuple(CaseFact.model_fields)


def schema_bytes() -> bytes:
    """The published schema of a line."""
    schema = {"$schema": SCHEMA, **CaseFact.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2).encode()


def as_lines(facts: Sequence[CaseFact]) -> bytes:
    """JSON Lines; each line is read back by its schema before it is given out."""
    lines = [fact.model_dump_json() for fact in facts]
    for line in lines:
        CaseFact.model_validate_json(line)
    return "".join(f"{line}\n" for line in lines).encode()


def as_csv(facts: Iterable[CaseFact]) -> bytes:
    """The same as CSV with a byte order mark for Excel; no cell is computed."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for fact in facts:
        row = fact.model_dump(mode="json")
        row["topic"] = "/".join(row["topic"])
        writer.writerow(
            [uncomputed(each) if isinstance(each, str) else each for each in row.values()]
        )
    return (BOM + text.getvalue()).encode()
