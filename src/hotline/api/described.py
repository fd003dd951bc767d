"""The API with a description that says how it answers what goes wrong, for every operation."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from hotline.api.problems import CONTENT_TYPE, TITLES

SHAPE = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "说明，中文"},
        "field": {"type": "string", "description": "需要改正的一项"},
        "open": {"type": "array", "description": "现在可以办理的动作", "items": {"type": "object"}},
        "case_status": {"type": "string"},
        "version": {"type": "integer", "description": "工单现在的版本"},
        "done_by_you": {"type": "boolean", "description": "这个动作您已办理过"},
    },
}
REFERENCE = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


class DescribedApi(NinjaAPI):
    """Tells of problem details once, and at each operation that they are what errors look like."""

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """The whole description; the API lives at one address, so it is made once."""
        return self._description

    @cached_property
    def _description(self) -> OpenAPISchema:
        described = super().get_openapi_schema()
        described["components"]["schemas"]["Problem"] = SHAPE
        for operations in described["paths"].values():
            for operation in operations.values():
                other = {"description": "问题说明（RFC 9457）", "content": REFERENCE}
                operation["responses"].setdefault("default", other)
        return described


def problem_responses(*statuses: int) -> dict[str, Any]:
    """For the description of an operation: the problems that are part of its everyday."""
    return {"responses": {s: {"description": TITLES[s], "content": REFERENCE} for s in statuses}}
