"""What is compared of one message: its names of places and things, its words, numbers, districts.

A reading is made once per message and kept; comparing two readings touches no text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from hotline.engines.alike.core import bare_title, core
from hotline.engines.alike.frame_words import FRAME_WORDS, GRAMMAR_TAGS, NAME_ENDS, NAME_TAGS
from hotline.engines.messages import Message

if TYPE_CHECKING:
    from hotline.engines.meaning import Encoder, Vectors

READ_OF_TEXT = 400
MEANT_OF_TEXT = 110
LEAD_OF_TEXT = 50
LONGEST_NAME = 14
WORDS_OF_A_NAME = 3

# Districts, in letters where a city's names were blanked before publication.
_DISTRICT = re.compile(
    r"[A-Z]\d{0,2}[区县市]|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?:区|县)(?![\u4e00-\u9fff]?路)"
    r"|(?<=市)[\u4e00-\u9fff]{2}(?:区|县)"
)
_NO_DISTRICT = re.compile(
    r"^(?:小|社|校|园|景|城|地|辖|片|库|厂|新|街|山|郊|住宅|商业|老|东|西|南|北|本|我|该|全|外|各|几|两).?区$|^.[小社校园景城地辖片库厂街]区$|.城区$"
)
_CITY = re.compile(r"^[A-Z]市$")
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?=(?:万|元|千|亿|栋|号|路|期|米|平|户|%|％|线))(?:万|元|千|亿|栋|号|路|期|米|平|户|%|％|线)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_GUESSED = frozenset("v vn a d".split())  # noqa: SIM905
_JOINS = frozenset("n ng g k s b ag j h eng zg nrfg".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Reading:
    """One message made ready. `title_names` and `names` are the places, firms and other things
    named in its title and its text; `words` all else that says something; the grams are pairs of
    characters: of all, of title and first words (`lead_grams`), of what may be names. `vector`
    is the meaning of title and core, None without an encoder."""

    id: str
    title: str
    title_names: tuple[str, ...]
    names: tuple[str, ...]
    title_words: frozenset[str]
    words: frozenset[str]
    grams: frozenset[str]
    title_grams: frozenset[str]
    lead_grams: frozenset[str]
    name_grams: frozenset[str]
    title_name_grams: frozenset[str]
    districts: frozenset[str]
    numbers: frozenset[str]
    at: datetime | None = None
    caller: str = ""
    vector: Vectors | None = None

    def terms(self) -> Iterator[str]:
        """What is counted of it for rarity."""
        yield from self.words
        yield from self.grams


def read_all(messages: Sequence[Message], encoder: Encoder | None = None) -> list[Reading]:
    """The readings of some messages, with their meaning where there is an encoder."""
    readings = [read(message) for message in messages]
    if encoder is None or not readings:
        return readings
    vectors = encoder.encode([meant(message) for message in messages])
    return [replace(each, vector=vectors[row]) for row, each in enumerate(readings)]


def read(message: Message) -> Reading:
    """The reading of one message, without its meaning."""
    title, text = bare_title(message.title), core(message.text, READ_OF_TEXT)
    title_tokens, text_tokens = list(_tokens(title)), list(_tokens(text))
    title_words = frozenset(_words(title_tokens))
    title_runs = list(_runs(title_tokens))
    title_names = _names(title_runs)
    place = f"{message.place}。" if message.place else ""
    runs = [*_runs(list(_tokens(place))), *_runs(text_tokens)]
    return Reading(
        id=message.id,
        title=title,
        title_names=title_names,
        names=_names(runs),
        title_name_grams=pieces("。".join(title_names)),
        name_grams=pieces("。".join(map(_joined, [*title_runs, *runs]))),
        title_words=title_words,
        words=title_words | frozenset(_words(text_tokens)),
        title_grams=pieces(title),
        lead_grams=pieces(f"{title}。{place}{text[:LEAD_OF_TEXT]}"),
        grams=pieces(f"{title}。{place}{text}"),
        districts=_districts(f"{message.place} {message.title}") or _districts(text[:80]),
        numbers=frozenset(_NUMBER.findall(f"{title} {text}")),
        at=message.at,
        caller=message.caller,
    )


def meant(message: Message) -> str:
    """What the encoder reads: the bare title and the beginning of the core, without districts."""
    whole = f"{bare_title(message.title)}。{core(message.text, MEANT_OF_TEXT)}"
    return _DISTRICT.sub("", whole)


def _districts(text: str) -> frozenset[str]:
    found = (match for match in _DISTRICT.findall(text) if not _NO_DISTRICT.search(match))
    return frozenset(each for each in found if not _CITY.match(each))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Words with their marks; a district reads as a pause, so that it sticks to no name."""
    import rjieba  # noqa: PLC0415 - loads a dictionary

    yield from rjieba.tag(_DISTRICT.sub("，", text))


def _runs(tokens: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Neighbouring words that may name something together."""
    run: list[tuple[str, str]] = []
    for word, tag in [*tokens, ("。", "x")]:
        if _continues(word, tag, bool(run)):
            run.append((word, tag))
            continue
        if 2 <= len(_joined(run)) <= LONGEST_NAME:  # noqa: PLR2004 - one character names nothing
            yield run
        run = []


def _joined(run: Sequence[tuple[str, str]]) -> str:
    return "".join(word for word, _ in run)


def _names(runs: Sequence[Sequence[tuple[str, str]]]) -> tuple[str, ...]:
    """The runs that name one thing and not a sort of things: with a word that the dictionary takes
    for a name or does not know, or put together of several."""
    return tuple(
        dict.fromkeys(
            _joined(run)
            for run in runs
            if len(run) >= WORDS_OF_A_NAME
            or any(tag in NAME_TAGS or not _is_known(word) for word, tag in run)
        )
    )


def _continues(word: str, tag: str, running: bool) -> bool:
    if word in FRAME_WORDS:
        return running and (len(word) == 1 or word in NAME_ENDS)
    if word.isascii():
        return running and word.isalnum()
    # What the dictionary does not know is a name more often than not, whatever its mark says.
    return tag in NAME_TAGS or tag in _JOINS or (tag in _GUESSED and not _is_known(word))


@lru_cache(maxsize=50_000)
def _is_known(word: str) -> bool:
    import rjieba  # noqa: PLC0415

    return bool(rjieba.has_word(word))


def _words(tokens: Sequence[tuple[str, str]]) -> Iterator[str]:
    for word, tag in tokens:
        if len(word) > 1 and tag not in GRAMMAR_TAGS and _CHINESE.search(word):
            yield word


def pieces(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters; none across a pause."""
    found: set[str] = set()
    for piece in re.findall(r"[\u4e00-\u9fffA-Za-z0-9]+", _DISTRICT.sub("，", text)):
        found.update(piece[place : place + 2] for place in range(len(piece) - 1))
    return frozenset(found)
