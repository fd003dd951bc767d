"""A zip file with no moment of writing in it, so that digests can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def without_moment(raw: bytes, instead: Mapping[str, bytes] | None = None) -> bytes:
    """The same parts in the same order; `instead` gives the contents of some of them anew."""
    sealed = BytesIO()
    with ZipFile(BytesIO(raw)) as source, ZipFile(sealed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            content = (instead or {}).get(name)
            target.writestr(entry, source.read(name) if content is None else content)
    return sealed.getvalue()
