"""Fingerprints: the same words give the same digest, near copies share a band, time parts marks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hotline.rules.fingerprints import (
    bands,
    bucket_of,
    buckets_within,
    digest_of,
    kept_pairs,
    mark,
    pairs_of,
)

TEXT = (
    "青禾路口的早市占满了人行道，老人孩子只能走在车流里，请安排人员到现场疏导，最好另划一块地方。"
)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_digest_is_that_of_the_bare_words() -> None:
    assert digest_of(f"尊敬的市长您好！{TEXT} 谢谢") == digest_of(TEXT.replace("，", "  ,"))
    assert digest_of(TEXT) != digest_of(TEXT.replace("青禾路", "文化路"))


def test_a_short_text_is_no_copy_of_anything() -> None:
    assert digest_of("路灯坏了，请修。") is None


def test_a_telephone_number_is_none_of_the_words() -> None:
    assert pairs_of("电话15400000001，3号楼Ａ座") == {"电话", "号楼"}


def test_near_copies_share_a_band_and_others_none() -> None:
    near = TEXT.replace("最好", "建议")
    other = (
        "文化路小学门前的红绿灯坏了一个星期，早晚接送孩子十分危险，请交警部门派人指挥并修好信号灯。"
    )
    found = {
        name: set(bands(pairs_of(text))) for name, text in (("a", TEXT), ("b", near), ("c", other))
    }
    assert bool(found["a"] & found["b"]) is True
    assert found["a"] & found["c"] == set()


def test_marks_of_another_stretch_of_time_are_others() -> None:
    assert mark("停水", 1) != mark("停水", 2)
    assert list(buckets_within(NOW, 60)) == list(
        range(bucket_of(NOW - timedelta(days=60)), bucket_of(NOW) + 1)
    )


def test_the_rarest_pairs_are_kept_and_the_titles_first() -> None:
    cases = {"停水": 9, "花园": 1, "物业": 5}
    assert kept_pairs({"停水", "花园"}, {"停水", "花园", "物业"}, cases) == ["花园", "停水", "物业"]
