"""The classifier: learns from examples, begins with descriptions, says how sure it is and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.engines.classifying import Model
from hotline.engines.classifying.sampling import MOST_EXAMPLES, bounded
from hotline.engines.classifying.spelling import words_of
from hotline.rules.guessing import Described, Example, Text

HEATING = ("室温只有十三度", "暖气片冰凉", "供热公司不处理", "热力站停了两天", "家里暖气不热")
BUSES = ("公交车半小时不来", "公交站牌被撞歪", "末班公交太早", "公交线路改道没通知", "司机甩站不停")
SCHOOLS = ("学校收费没有票据", "老师占课补习", "入学材料怎么交", "学校食堂难吃", "教师编制怎么考")
PLACES = ("示例小区", "样板家园", "甲乙街", "丙丁路", "试点村", "戊己花园")
TREE = (
    Described("01", ("城乡建设",)),
    Described("01/0102/010208", ("冬季采暖", "暖气", "供热")),
    Described("01/0102/010206", ("公共汽车", "公交车")),
    Described("08/0801/080101", ("学校收费", "入学")),
)


def _examples(prefix: str = "") -> list[Example]:
    """Fifteen wordings at six places each; a place's wordings are no group of their own."""
    values = {"heating": HEATING, "buses": BUSES, "schools": SCHOOLS}
    return [
        Example(Text(f"{place}{words}", f"{place}{words}，请尽快处理。"), prefix + value, words)
        for value, wordings in values.items()
        for words in wordings
        for place in PLACES
    ]


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of three values, by characters alone."""
    return Model.train(_examples(), fast=True)


@pytest.fixture(scope="module")
def by_words() -> Model:
    """The same examples, heard by words as well."""
    return Model.train(_examples())


def test_a_word_has_the_same_key_wherever_it_stands() -> None:
    runs = words_of(["公交，暖气", "暖气公交！", "", "新暖气"], salt=2)
    words = list(zip(runs.owner, runs.start, runs.length, strict=True))
    assert words[:4] == [(0, 0, 2), (0, 3, 2), (1, 0, 2), (1, 2, 2)]
    assert runs.key[[0, 1]].tolist() == runs.key[[3, 2]].tolist()
    assert len(set(runs.key.tolist())) == 3


def test_words_are_heard_beside_the_characters(by_words: Model) -> None:
    guess = by_words.classify([Text("新村诉求", "新村这边的暖气又不热了")])[0][0]
    assert (guess.value, "暖气" in guess.reasons[0].words) == ("heating", True)
    assert by_words.sight.width > Model.train(_examples(), fast=True).sight.width


def test_a_model_of_words_comes_back_as_it_was(by_words: Model) -> None:
    again = Model.from_bytes(by_words.to_bytes())
    texts = [Text("暖气冰凉怎么办"), Text("", "公交不来")]
    assert again.classify(texts) == by_words.classify(texts)


def test_a_text_of_new_wording_gets_the_value_of_those_like_it(model: Model) -> None:
    texts = [Text("暖气冰凉怎么办"), Text("公交总是不来"), Text("学校乱收费")]
    assert [guesses[0].value for guesses in model.classify(texts)] == [
        "heating",
        "buses",
        "schools",
    ]


def test_the_shares_of_all_values_add_up_to_one(model: Model) -> None:
    guesses = model.classify([Text("暖气冰凉怎么办")])[0]
    assert round(sum(guess.confidence for guess in guesses), 4) == 1.0


def test_reasons_are_words_of_the_text_with_their_place(model: Model) -> None:
    text = Text("新村诉求", "新村这边的暖气又不热了，谁来管管")
    reasons = model.classify([text])[0][0].reasons
    assert [text.whole[r.start : r.start + len(r.words)] for r in reasons] == [
        r.words for r in reasons
    ]
    assert "暖气" in reasons[0].words


def test_the_same_examples_make_the_same_model(model: Model) -> None:
    assert Model.train(_examples(), fast=True).version == model.version


def test_a_model_comes_back_from_its_folder_as_it_was(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = Model.load(tmp_path)
    texts = [Text("暖气冰凉怎么办")]
    assert (again.version, again.values) == (model.version, model.values)
    assert again.classify(texts) == model.classify(texts)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_model_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ValueError, match="不是模型文件，或已损坏"):
        Model.from_bytes(content)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="没有模型文件"):
        Model.load(tmp_path)


def test_descriptions_alone_find_the_leaf_and_claim_little() -> None:
    guess = Model.from_descriptions(TREE).classify([Text("小区暖气不热")])[0][0]
    assert guess.value == "01/0102/010208"
    assert guess.confidence < 0.8
    assert [(reason.words, reason.start) for reason in guess.reasons] == [("暖气", 2)]


def test_without_any_word_known_all_leaves_are_alike() -> None:
    guesses = Model.from_descriptions(TREE).classify([Text("你好")])[0]
    assert [round(guess.confidence, 3) for guess in guesses] == [0.333, 0.333, 0.333]


def test_an_unsure_leaf_gives_way_to_what_is_above_it() -> None:
    model = Model.from_descriptions(TREE)
    text = Text("城乡建设方面的建议，公交车和暖气都有")
    assert model.classify([text], enough=0.6)[0][0].value == "01/0102"


def test_examples_teach_every_level_of_a_tree() -> None:
    paths = {"heating": "01/0102/010208", "buses": "01/0102/010206", "schools": "08/0801/080101"}
    examples = [Example(e.text, paths[e.value], e.group) for e in _examples()]
    model = Model.train(examples, TREE, fast=True)
    found = model.classify([Text("公交站太远，公交车不来")])[0]
    assert found[0].value == "01/0102/010206"
    assert found[0].confidence > found[1].confidence


def test_a_value_without_examples_is_still_known_by_its_description() -> None:
    described = (Described("water", ("停水", "自来水", "水压", "水费")),)
    model = Model.train(_examples(), described, fast=True)
    values = [guess.value for guess in model.classify([Text("自来水停水三天，水压低")])[0]]
    assert values[0] == "water"


def test_one_value_alone_is_certain() -> None:
    model = Model.train([Example(Text("暖气不热"), "heating")], fast=True)
    assert [(g.value, g.confidence) for g in model.classify([Text("公交")])[0]] == [
        ("heating", 1.0)
    ]


def test_an_empty_text_gets_an_answer_without_reasons(model: Model) -> None:
    guesses = model.classify([Text("", "")])[0]
    assert len(guesses) == 3
    assert guesses[0].reasons == ()


def test_a_year_of_cases_is_sampled_and_rare_values_stay_whole() -> None:
    many = [Example(Text("甲"), "often")] * (MOST_EXAMPLES + 500)
    few = [Example(Text("乙"), "rare")] * 30
    kept = [example.value for example in bounded([*many, *few], seed=1)]
    assert (len(kept), kept.count("rare")) == (MOST_EXAMPLES, 30)
