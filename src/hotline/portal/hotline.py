"""What every page of the citizens' site says of the hotline itself."""

from __future__ import annotations

from hotline.records.models import Office
from hotline.records.queries.reference import office


def hotline() -> dict[str, str]:
    """The city's and the hotline's names, general ones before a city is loaded."""
    try:
        found = office()
    except Office.DoesNotExist:
        return {"city": "", "hotline_name": "12345政务服务便民热线"}
    return {"city": found.name, "hotline_name": found.hotline_name}
