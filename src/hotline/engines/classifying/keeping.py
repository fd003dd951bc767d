"""A model as one file: arrays and a line of JSON, nothing that could be run."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from hotline.engines.classifying.judging import Judgement
from hotline.engines.classifying.lexicon import Lexicon
from hotline.engines.classifying.seeing import VIEWS, Sight
from hotline.engines.classifying.tree import Tree

FILE = "model.npz"
FORM = 3
NOT_A_MODEL = "不是模型文件，或已损坏"
LONGEST_DIGEST = 12


class Parts(NamedTuple):
    """What a model is made of."""

    tree: Tree
    sight: Sight
    judgements: Mapping[int, Judgement]
    lexicon: Lexicon


def digest(parts: Parts) -> str:
    """The version of a model: of what it has learned, however that is packed."""
    content = hashlib.sha256()
    for name, array in _arrays(parts).items():
        content.update(f"{name} {array.dtype} {array.shape}\n".encode())
        content.update(array.tobytes())
    return content.hexdigest()[:LONGEST_DIGEST]


def packed(parts: Parts) -> bytes:
    """Everything of a model as bytes; the same model gives the same bytes."""
    return _zipped(_arrays(parts))


def _arrays(parts: Parts) -> dict[str, Any]:
    """Everything of a model as arrays, each under its name."""
    import numpy as np

    head = {
        "form": FORM,
        "views": len(VIEWS),
        "values": parts.tree.values,
        "above": parts.tree.above,
        "judgements": [[p, j.children, j.doubt, j.examples] for p, j in parts.judgements.items()],
        "lexicon": parts.lexicon.words,
    }
    arrays: dict[str, Any] = {
        "head": np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
    }
    for number in range(len(VIEWS)):
        arrays[f"keys_{number}"] = parts.sight.keys[number]
        arrays[f"rarity_{number}"] = parts.sight.rarity[number]
    for place, judgement in enumerate(parts.judgements.values()):
        arrays[f"votes_{place}"] = judgement.votes.data
        arrays[f"votes_{place}_of"] = judgement.votes.indices
        arrays[f"votes_{place}_at"] = judgement.votes.indptr
        arrays[f"begin_{place}"] = judgement.begin
    return arrays


def _zipped(arrays: Mapping[str, Any]) -> bytes:
    """An npz without the time of its making."""
    import numpy as np

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.lib.format.write_array(one, np.ascontiguousarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, one.getvalue(), compresslevel=1)
    return out.getvalue()


def unpacked(content: bytes) -> Parts:
    """A model's parts out of its bytes; ValueError where they are no model."""
    import numpy as np

    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise ValueError(NOT_A_MODEL)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            head = json.loads(found["head"].tobytes())
            if (head["form"], head["views"]) != (FORM, len(VIEWS)):
                raise ValueError("模型由另一个版本的程序生成，请重新训练")
            return _parts(found, head)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, TypeError) as error:
        raise ValueError(NOT_A_MODEL) from error


def _parts(found: Any, head: Mapping[str, Any]) -> Parts:
    """The parts as they lie in the file."""
    views = range(len(VIEWS))
    sight = Sight(
        tuple(found[f"keys_{number}"] for number in views),
        tuple(found[f"rarity_{number}"] for number in views),
    )
    judgements = {
        row[0]: _judgement(found, place, sight.width, row)
        for place, row in enumerate(head["judgements"])
    }
    tree = Tree(tuple(head["values"]), tuple(head["above"]))
    words = {word: tuple(values) for word, values in head["lexicon"].items()}
    return Parts(tree, sight, judgements, Lexicon(words))


def _judgement(found: Any, place: int, width: int, row: list[Any]) -> Judgement:
    """One family as it lies in the file."""
    from scipy.sparse import csr_matrix

    _, children, doubt, examples = row
    parts = (found[f"votes_{place}"], found[f"votes_{place}_of"], found[f"votes_{place}_at"])
    votes = csr_matrix(parts, shape=(width, len(children)))
    return Judgement(tuple(children), votes, found[f"begin_{place}"], doubt, examples)
