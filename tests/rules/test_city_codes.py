"""Stored codes are words: a person who reads the database needs no key."""

from __future__ import annotations

import pytest

from hotline.rules.city import CityProfile
from hotline.rules.city_reading import read_city
from tests.rules.test_city import parsed

# Names in codes, of places, firms and the site gov.cn; every other part is an English word. A new
# word is added here by someone who has looked whether it is one.
PROPER = """
    beigou china dizhi fuguo gov hongzui huayu jilin lishu pingdong shuangliao simalu tiedong
    tiexi unicom xiyuan yitong ziwei
"""
ENGLISH = """
    account admin affairs agent agriculture app audit banking board bridges broadcast bulletin
    bureau call callback centre city civil clerk cloudridge command commerce commission
    community company complaint construction consultation consumer contact council counter
    county culture desk dispatcher disputes district dogs economic editor education
    enforcement enquiry environment epidemic ferry flood front fund government governor grain
    grievance head health heating help homes hotline housing idea industry insurance interface
    internet investment keeper labour lakeview leader leaders letter list local mailbox market mayor
    medical messages mini mobile natural neighbourhood network office open other platform plus
    pollution power praise program province public quality regulator remainder report reserves
    resources reviewer sanitation secretary security sms social southbank sports spring state
    stonegate street streets suggestion supervision supervisor supply system taker tax telecom
    telephone tide tourism trace traffic transfer transport tunnel unit urban utilities
    utility visit water web wechat wish works writer zone
"""
KNOWN = {*PROPER.split(), *ENGLISH.split()}


def codes_of(profile: CityProfile) -> list[str]:
    """Every code of a profile that must be made of English words."""
    tables = (profile.channels, profile.kinds, profile.lines, profile.departments,
              profile.campaigns, profile.roles, profile.mappings)  # fmt: skip
    return [row.code for table in tables for row in table]


@pytest.mark.parametrize("city", ["siping", "yunting"])
def test_every_code_is_english_words(city: str) -> None:
    parts = {part for code in codes_of(read_city(parsed(city))) for part in code.split("_")}
    assert sorted(parts - KNOWN) == []


def test_the_second_city_shares_no_code_with_the_first() -> None:
    """So whatever works for both leans on neither's data."""
    siping, yunting = (read_city(parsed(city)) for city in ("siping", "yunting"))
    # Where the site of the program itself files its requests, whichever the city.
    assert set(codes_of(siping)) & set(codes_of(yunting)) == {"web"}
    assert {r.code for r in siping.topics} & {r.code for r in yunting.topics} == set()
