"""`hotline proofread`: findings of files, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hotline.site.environment import ROOT
from tests.rules.proofreading.bulletins import PLATFORMS, SPRING, changed
from tests.site.office import called, refusal

SEEDS = ROOT.parent / "shared" / "seeds"
NUMBERS_AND_NAMES = {
    ("share", "31.7%", "31.8%"),
    ("table_text", "61", "60"),
    ("two_names", "国务院“互联网+督办”平台群众留言", "国务院“互联网+督查”平台群众留言"),
    ("bookmark", "_GoBack", ""),
}
ROOMS = ("5号楼4单元301室", "3号楼3单元7楼701室", "B5号楼", "A4号楼2单元708室")


def test_a_right_text_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "三月.txt"
    file.write_text(SPRING, "utf-8")
    assert called("proofread", str(file)).exit_code == 0


def test_a_finding_is_told_with_its_arithmetic(tmp_path: Path) -> None:
    file = tmp_path / "三月.txt"
    file.write_text(changed(SPRING, "占21.3%", "占21.2%"), "utf-8")
    result = called("proofread", str(file))
    assert result.exit_code == 1
    assert "“21.2%” → 21.3%" in result.stdout
    assert "算式：870 ÷ 4,080 = 21.324% → 21.3%" in result.stdout


def test_findings_are_values_for_programs(tmp_path: Path) -> None:
    file = tmp_path / "四月.txt"
    file.write_text(PLATFORMS, "gb18030")
    (found,) = json.loads(called("proofread", str(file), "--json").stdout)
    told = {key: found[key] for key in ("kind", "place", "printed", "computed", "severity")}
    assert told == {
        "kind": "table_text",
        "place": "四月.txt 第3段",
        "printed": "61",
        "computed": "54",
        "severity": "difference",
    }


@pytest.mark.parametrize(("content", "said"), [(b"%PDF-1.4", "PDF"), (None, "打不开文件")])
def test_what_cannot_be_read_is_wrong_usage(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "通报.docx"
    if content is not None:
        file.write_bytes(content)
    code, line = refusal(called("proofread", str(file)))
    assert (code, said in line) == (2, True)


@pytest.mark.skipif(not SEEDS.exists(), reason="the published bulletins are not here")
def test_of_the_two_published_bulletins_exactly_the_slips_are_found() -> None:
    files = sorted(str(path) for path in SEEDS.glob("*.txt"))
    found = json.loads(called("proofread", *files, "--json").stdout)
    told = [
        (each["kind"], each["printed"], each["computed"])
        for each in found
        if each["group"] != "privacy"
    ]
    assert (len(told), set(told)) == (len(NUMBERS_AND_NAMES), NUMBERS_AND_NAMES)
    personal = [each for each in found if each["group"] == "privacy"]
    places = [each["printed"] for each in personal if each["kind"] == "address"]
    missed = [room for room in ROOMS if not any(place.endswith(room) for place in places)]
    assert (missed, len(places), {each["kind"] for each in personal}) == (
        [], len(ROOMS), {"address", "health"}
    )  # fmt: skip
