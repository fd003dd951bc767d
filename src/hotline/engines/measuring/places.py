"""Measure the search for places: labelled sentences, and every real message for speed."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hotline.engines.measuring.sections import Figure, Section, Table
from hotline.engines.places.finding import Finder
from hotline.engines.places.gazetteer import Gazetteer
from hotline.engines.places.labelled import Sentence, sentences_of, told
from hotline.rules.gazetteer import FILE, read_gazetteer
from hotline.rules.places import LEVEL_NAMES

CITY = Path(__file__).resolve().parents[4] / "cities" / "siping"
SENTENCES = CITY / "samples" / "place_sentences.toml"
HOME = "四平市"
MESSAGES = ("messages_2017_2020.csv", "messages_with_replies.csv", "messages_labelled.csv")
AIM, SPEED_AIM = 0.95, 5000
# So long is a text of the hotline; speed is told for such.
USUAL_LENGTH = 100
SHOWN = 20
NOTES = (
    "一句算对：标注的地点全部找到，起止、级别、规范名都对，且没有多找。",
    "后半 100 句在看过前半的错误之后写成，第一次测 86 句正确；按其中的错误改进之后，"
    "另写 50 句没见过的，第一次测 44 句正确；其后又分四批写 170 句没见过的，"
    "每批都在按前一批的错误改进之后才测，第一次测对 36/50、41/50、36/40、26/30 句。"
    "两半现在的数字都是改进之后的，没见过的说法以约 .87 为准。",
    "真实来文的地名已被替换成代号（A市、B2区），只用来看是否出错、速度和各级数量。",
    "速度按 100 字一段折算，单线程。",
)


def city_finder() -> Finder:
    """The finder over the sample city's gazetteer."""
    rows, _ = read_gazetteer((CITY / FILE).read_text("utf-8"))
    return Finder(Gazetteer(rows, HOME))


def measure(folder: Path) -> Section:
    """Both halves of the labelled sentences, and the messages that the folder has."""
    finder = city_finder()
    sentences = sentences_of(SENTENCES)
    texts = [text for name in MESSAGES for text in _texts(folder / name)]
    speed, levels = _run(finder, texts or [one.text for one in sentences])
    return Section(
        title="地点识别",
        figures=[
            _share("200 句标注例句", finder, sentences),
            *(
                _share(f"其中{name}", finder, [one for one in sentences if one.half == half])
                for half, name in ((1, "前半"), (2, "后半"))
            ),
            Figure(
                "速度（段/秒）",
                f"{speed:.0f}",
                f"≥ {SPEED_AIM}",
                speed >= SPEED_AIM,
                f"{len(texts)} 条真实来文，无一出错",
            ),
        ],
        tables=[
            Table("没有全对的例句", ("例句", "标注", "找到"), _errors(finder, sentences)),
            Table("真实来文中找到的地点", ("级别", "次数"), levels),
        ],
        notes=NOTES,
    )


def is_right(finder: Finder, sentence: Sentence) -> bool:
    """Whether exactly what is labelled was found."""
    return told(finder.find(sentence.text)) == sentence.places


def _share(name: str, finder: Finder, sentences: Sequence[Sentence]) -> Figure:
    right = sum(is_right(finder, one) for one in sentences)
    share = right / len(sentences)
    return Figure(name, f"{share:.3f}", f"≥ {AIM}", share >= AIM, f"{right}/{len(sentences)} 句")


def _errors(finder: Finder, sentences: Sequence[Sentence]) -> list[list[str]]:
    wrong = [one for one in sentences if not is_right(finder, one)][:SHOWN]
    return [[one.text, _said(one.places), _said(told(finder.find(one.text)))] for one in wrong]


def _said(labels: Sequence[tuple[str, str, str]]) -> str:
    return "；".join(f"{LEVEL_NAMES[level]} {said}→{name}" for level, said, name in labels)


def _texts(path: Path) -> list[str]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [f"{row['title']}\n{row['text']}" for row in csv.DictReader(file)]


def _run(finder: Finder, texts: Sequence[str]) -> tuple[float, list[list[str]]]:
    """Texts of the usual length a second, and how many places of each level were found."""
    levels: Counter[str] = Counter()
    begun = time.process_time()
    for text in texts:
        levels.update(one.level for one in finder.find(text))
    spent = time.process_time() - begun
    speed = sum(map(len, texts)) / USUAL_LENGTH / spent
    return speed, [[LEVEL_NAMES[level], str(n)] for level, n in levels.most_common()]
