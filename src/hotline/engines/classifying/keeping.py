"""A model as one file: arrays and a line of JSON, nothing that could be run."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from hotline.engines.classifying.judging import Judgement
from hotline.engines.classifying.lexicon import Lexicon
from hotline.engines.classifying.seeing import VIEWS, Sight
from hotline.engines.classifying.tree import Tree

FILE = "model.npz"
FORM = 1
LONGEST_DIGEST = 12


def digest(content: bytes) -> str:
    """The version of a model: of its content, so that the same model is the same version."""
    return hashlib.sha256(content).hexdigest()[:LONGEST_DIGEST]


def packed(tree: Tree, sight: Sight, judgements: dict[int, Judgement], lexicon: Lexicon) -> bytes:
    """Everything of a model as bytes; the same model gives the same bytes."""
    import numpy as np
    from scipy.sparse import csr_matrix

    head = {
        "form": FORM,
        "values": tree.values,
        "above": tree.above,
        "judgements": [[p, j.children, j.scale, j.examples] for p, j in judgements.items()],
        "lexicon": lexicon.words,
    }
    arrays: dict[str, Any] = {
        "head": np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
    }
    for number in range(len(VIEWS)):
        arrays[f"keys_{number}"] = sight.keys[number]
        arrays[f"rarity_{number}"] = sight.rarity[number]
    for place, judgement in enumerate(judgements.values()):
        votes = csr_matrix(judgement.votes)
        arrays[f"votes_{place}"] = votes.data
        arrays[f"votes_{place}_of"] = votes.indices
        arrays[f"votes_{place}_at"] = votes.indptr
        arrays[f"begin_{place}"] = judgement.begin
    return _zipped(arrays)


def _zipped(arrays: dict[str, Any]) -> bytes:
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


def unpacked(content: bytes) -> tuple[Tree, Sight, dict[int, Judgement], Lexicon]:
    """A model's parts out of its bytes; ValueError where they are no model."""
    import numpy as np

    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            head = json.loads(found["head"].tobytes())
            if head["form"] != FORM:
                raise ValueError("模型由另一个版本的程序生成，请重新训练")
            views = range(len(VIEWS))
            sight = Sight(
                tuple(found[f"keys_{n}"] for n in views),
                tuple(found[f"rarity_{n}"] for n in views),
            )
            judgements = {
                row[0]: _judgement(found, place, sight.width, row)
                for place, row in enumerate(head["judgements"])
            }
            tree = Tree(tuple(head["values"]), tuple(head["above"]))
            words = {word: tuple(values) for word, values in head["lexicon"].items()}
            return tree, sight, judgements, Lexicon(words)
    except (KeyError, zipfile.BadZipFile, EOFError, TypeError, json.JSONDecodeError) as error:
        raise ValueError("不是模型文件，或已损坏") from error


def _judgement(found: Any, place: int, width: int, row: list[Any]) -> Judgement:
    from scipy.sparse import csr_matrix

    _, children, scale, examples = row
    parts = (found[f"votes_{place}"], found[f"votes_{place}_of"], found[f"votes_{place}_at"])
    votes = csr_matrix(parts, shape=(width, len(children))).toarray()
    return Judgement(tuple(children), votes, found[f"begin_{place}"], scale, examples)
