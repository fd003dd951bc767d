"""A map of the city's districts as drawing instructions: corners in, paths of an SVG out.

The corners may be degrees of longitude and latitude or the squares of a sketch; which of them, and
the review number (审图号) that a published map of real borders needs by 地图管理条例 art. 15, is
said by the city's file. North is up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 600.0
LEAST_CORNERS = 3
FARTHEST = 10_000.0
SHADES = 4
Point = tuple[float, float]


class MapBroken(ValueError):
    """A map that cannot be drawn; the sentence says which district and what is wanted."""


@dataclass(frozen=True, slots=True)
class District:
    """One district: the unit that answers for it, its corners (one ring or several), its label."""

    unit: str
    rings: tuple[tuple[Point, ...], ...]
    label: Point


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """The districts of a city; `note` and `review_number` are printed below it."""

    districts: tuple[District, ...]
    note: str = ""
    review_number: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A district as an SVG draws it: path, and where its words stand, in a drawing `WIDTH` wide."""

    unit: str
    path: str
    x: str
    y: str


def read_map(body: Mapping[str, Any]) -> DistrictMap:
    """A map out of its file; raises MapBroken with the district and what is wanted."""
    rows = body.get("district", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise MapBroken("[[district]] 要写成多行。")
    return DistrictMap(
        tuple(_district(row) for row in rows),
        str(body.get("note", "")),
        str(body.get("review_number", "")),
    )


def _district(row: Any) -> District:
    unit = row.get("unit", "") if isinstance(row, Mapping) else ""
    if not unit or not isinstance(unit, str):
        raise MapBroken("[[district]] 要写明 unit（对应的承办单位代码）。")
    rings = tuple(_ring(unit, ring) for ring in row.get("rings", ()))
    if not rings:
        raise MapBroken(f"[[district]] {unit} 要写明 rings（边界各点）。")
    label = _point(unit, row["label"]) if "label" in row else _middle(rings[0])
    return District(unit, rings, label)


def _ring(unit: str, points: Any) -> tuple[Point, ...]:
    ring = tuple(_point(unit, point) for point in points)
    if len(ring) < LEAST_CORNERS:
        raise MapBroken(f"[[district]] {unit} 的边界至少要有三个点。")
    return ring


def _point(unit: str, point: Any) -> Point:
    try:
        x, y = (float(number) for number in point)
    except (TypeError, ValueError) as error:
        raise MapBroken(f"[[district]] {unit} 的点要写成 [横, 纵] 两个数。") from error
    if not (abs(x) < FARTHEST and abs(y) < FARTHEST):
        raise MapBroken(f"[[district]] {unit} 的点超出范围，请核对。")
    return x, y


def _middle(ring: Sequence[Point]) -> Point:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def drawn(districts: Sequence[District]) -> tuple[list[Shape], int]:
    """The districts' shapes and the height of the drawing; nothing where there are none."""
    points = [point for row in districts for ring in row.rings for point in ring]
    if not points:
        return [], 0
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    # A degree of longitude is shorter than one of latitude, the more so the farther north.
    narrow = math.cos(math.radians((bottom + top) / 2)) if abs(top) <= 90 else 1.0  # noqa: PLR2004
    scale = WIDTH / max((right - left) * narrow, 1e-9)

    def place(point: Point) -> tuple[str, str]:
        x, y = point
        return f"{(x - left) * narrow * scale:.1f}", f"{(top - y) * scale:.1f}"

    shapes = [Shape(row.unit, _path(row.rings, place), *place(row.label)) for row in districts]
    return shapes, math.ceil((top - bottom) * scale)


def _path(rings: Iterable[Sequence[Point]], place: Any) -> str:
    return " ".join(
        "M" + " L".join(" ".join(place(point)) for point in ring) + " Z" for ring in rings
    )


def shades(numbers: Mapping[str, int]) -> dict[str, int]:
    """Each district's shade from 0 (none) to SHADES (the most), by its share of the largest."""
    most = max(numbers.values(), default=0)
    if most == 0:
        return dict.fromkeys(numbers, 0)
    return {unit: -(-number * SHADES // most) for unit, number in numbers.items()}
