"""What a program sends: JSON in UTF-8 up to 1 MB, and texts that the database can keep."""

from __future__ import annotations

import json
from typing import Annotated, Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from hotline.api.problems import Problem, too_big
from hotline.rules.arrivals import LIMITS

LARGEST_BODY = 1024 * 1024
CODE_LENGTH = 60


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
