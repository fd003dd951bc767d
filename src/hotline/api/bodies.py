"""What a program sends: JSON in UTF-8 up to 1 MB, and texts that the database can keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NoReturn

from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    StrictInt,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from hotline.api.problems import Problem, too_big
from hotline.rules.arrival_times import FIRST_YEAR, LAST_YEAR
from hotline.rules.arrivals import LIMITS

LARGEST_BODY = 1024 * 1024
CODE_LENGTH = 60
BASIS_LENGTH = 300
MOST = 2**31 - 1


class Strict(Schema):
    """A schema in which a misspelt field is told and not passed over."""

    model_config = ConfigDict(extra="forbid")


class JsonBody(Parser):
    """Reads a body strictly, and says in Chinese what is wrong with it."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value; raises Problem."""
        if len(request.body) > LARGEST_BODY:
            raise too_big()
        try:
            return json.loads(request.body.decode(), parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "请求内容不是 UTF-8 编码的 JSON，请改正后重新发送。") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def storable(text: str) -> str:
    """A text without NUL, which PostgreSQL cannot keep; half surrogates are refused before."""
    if "\0" in text:
        raise PydanticCustomError("nul_character", "NUL")
    return text


def written(value: object) -> object:
    """A day or moment as it is written; a bare number would be taken for seconds since 1970."""
    if value is not None and not isinstance(value, str):
        raise PydanticCustomError("string_type", "string")
    return value


def of_our_time(moment: date) -> date:
    """A day or moment of a year that can be meant."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise PydanticCustomError("year_out_of_range", "year")
    return moment


def _text(longest: int, shortest: int = 0) -> Any:
    """A text of so many characters, blanks around it dropped."""
    size = StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)
    return Annotated[str, size, AfterValidator(storable)]


Code = _text(CODE_LENGTH)
Key = _text(LIMITS["external_number"])
Title = _text(LIMITS["title"])
Words = _text(LIMITS["text"])
NeededWords = _text(LIMITS["text"], shortest=1)
Place = _text(LIMITS["place"])
Name = _text(LIMITS["sender_name"])
Phone = _text(LIMITS["sender_phone"])
Account = _text(LIMITS["sender_account"])
FormOfAddress = _text(10)
Basis = _text(BASIS_LENGTH)
Moment = Annotated[AwareDatetime, BeforeValidator(written), AfterValidator(of_our_time)]
Day = Annotated[date, BeforeValidator(written), AfterValidator(of_our_time)]
YesNo = StrictBool
Count = Annotated[StrictInt, Field(ge=0, le=MOST)]


def one_of(names: Mapping[str, str]) -> Any:
    """Has a code's description tell the whole list; the step refuses any other."""
    codes: list[JsonValue] = [*names]
    told: list[JsonValue] = [*names.values()]
    return Field(json_schema_extra={"enum": codes, "x-enum-names": told})
