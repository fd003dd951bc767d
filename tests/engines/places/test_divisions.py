"""The public list of divisions becomes a gazetteer in the words that people use."""

from __future__ import annotations

from hotline.engines.places.divisions import gazetteer_of
from hotline.rules.gazetteer import COLUMNS, gazetteer_text, read_gazetteer
from hotline.rules.places import LEVELS
from hotline.rules.reference.shapes import CODE_ADVICE

AREAS = [{"code": "220303", "name": "铁东区", "cityCode": "2203"}]
STREETS = [
    {"code": "220303001", "name": "四平市铁东区平东街道", "cityCode": "2203", "areaCode": "220303"}
]


def village(number: int, name: str) -> dict[str, str]:
    code = f"220303001{number:03}"
    return {"code": code, "name": name, "cityCode": "2203", "streetCode": "220303001"}


def test_names_lose_the_areas_above_and_their_committees() -> None:
    told = [
        "四平市铁东区平东街城东社区居民委员会", "兴隆村委会", "伊丹居委会", "红嘴虚拟社区",
        "四平市铁东区平东街道英城满族村民委员会",
    ]  # fmt: skip
    villages = [village(place, name) for place, name in enumerate(told)]
    rows = list(gazetteer_of("2203", AREAS, STREETS, villages))
    assert [(row.name, row.level) for row in rows] == [
        ("铁东区", "district"),
        ("平东街道", "street"),
        ("城东社区", "community"),
        ("兴隆村", "community"),
        ("伊丹社区", "community"),
        ("英城满族村", "community"),
    ]
    assert rows[-1].aliases == ("英城村",)
    assert read_gazetteer(gazetteer_text(rows)) == (tuple(rows), [])


def test_a_file_is_refused_row_by_row_in_words_that_help() -> None:
    text = ",".join(COLUMNS) + "\nA-1,甲街道,street,,,\nb,,nowhere,c,,\n"
    assert [str(fault) for fault in read_gazetteer(text)[1]] == [
        f"gazetteer.csv A-1“code”：{CODE_ADVICE}",
        f"gazetteer.csv b“code”：{CODE_ADVICE}",
        "gazetteer.csv b“name”：应有名称，最多 100 个字",
        "gazetteer.csv b“level”：应为 " + "、".join(LEVELS) + " 之一",
        "gazetteer.csv b“parent”：上面没有代码为“c”的地名",
    ]
    assert str(read_gazetteer("名称\n甲\n")[1][0]).startswith("gazetteer.csv：第一行应为")
