"""A case joins a concern by shared words, place and topic, and every point is told."""

from __future__ import annotations

from hotline.rules.hot_grouping import (
    Profile,
    Told,
    begun,
    fit,
    keys_of,
    main_place,
    named_after,
    rarity,
    told,
    with_case,
)

WATER = Told({"停水": 2.0, "爆裂": 1.0, "管道": 1.0}, ("示例花园",), ("01", "0102", "010216"))


def test_the_same_place_and_words_join_and_each_fact_is_told() -> None:
    found = fit(Told({"停水": 2.0, "物业": 1.0}, ("示例花园",), WATER.topics), begun(WATER))
    assert dict(found.facts) == {"words": 40, "place": 30, "topic": 15}
    assert (found.score, list(found.shared), found.joins(55)) == (85, ["停水"], True)


def test_the_same_place_with_another_trouble_does_not() -> None:
    found = fit(
        Told({"噪声": 2.0, "装修": 1.0}, ("示例花园",), ("04", "0402", "040203")), begun(WATER)
    )
    assert (found.score, found.joins(10)) == (30, False)


def test_the_same_trouble_elsewhere_counts_for_less() -> None:
    here, there = (
        fit(Told(WATER.words, (place,), WATER.topics), begun(WATER)).score
        for place in ("示例花园", "样例里")
    )
    assert (here, there) == (100, 63)


def test_what_most_of_its_cases_say_is_what_an_issue_is_about() -> None:
    issue = begun(WATER)
    for word in ("物业", "做饭", "学校", "饭店"):
        issue = with_case(issue, Told({"停水": 1.0, word: 1.0}, ("示例花园",)))
    assert (issue.size, issue.words["停水"], main_place(issue)) == (5, 5, "示例花园")
    assert not fit(Told({"饭店": 1.0}, ("示例花园",)), issue).joins(0)


def test_rare_words_tell_more() -> None:
    assert rarity(0, 1000) > rarity(10, 1000) > rarity(900, 1000)
    assert list(told({"停水": 1.0, "搅拌站": 1.0}, {"停水": 0.2, "搅拌站": 0.9})) == [
        "搅拌站",
        "停水",
    ]


def test_a_name_says_most_in_fewest_words_and_names_nobody() -> None:
    issue = Profile(3, {"停水": 3, "爆裂": 2}, {"示例花园": 3})
    titles = ["停水", "管道爆裂停水", "业主甄示例反映管道爆裂停水多日没人管"]
    assert named_after(titles, issue) == "示例花园：管道爆裂停水"
    assert keys_of(["停水"], ["示例花园"], ("01",)) == ["p|示例花园|01", "w|停水"]
