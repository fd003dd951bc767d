"""The web server of a side: the program's own, perhaps broken on purpose."""

from __future__ import annotations

from bench.pairing import broken
from hotline.site.serving import application

broken.apply()
__all__ = ["application"]
