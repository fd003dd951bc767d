"""Keys that must stay outside the database: the key ring and the key that signs sessions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from hotline.site.environment import BadSettingError, Environment

SHORTEST_SECRET = 50


def secret_key(environment: Environment) -> str:
    """The key that signs sessions: given, or in development kept in a file of its own."""
    if environment.secret_key:
        return environment.secret_key
    if environment.in_production:
        raise BadSettingError(
            "生产环境必须设置 HOTLINE_SECRET_KEY(至少 50 个随机字符)"
            " / HOTLINE_SECRET_KEY must be set in production (50 random characters or more)"
        )
    return _kept(environment.var / "secret-key", secrets.token_urlsafe(SHORTEST_SECRET))


def _kept(path: Path, fresh: str) -> str:
    """The text of a private file, which is made with `fresh` when it is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, fresh)
    return path.read_text(encoding="utf-8")


def write_private(path: Path, text: str) -> bool:
    """Makes a file that only its owner may read, whole or not at all; False when it exists."""
    if path.exists():
        return False
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
