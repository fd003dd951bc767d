"""Keys that must stay outside the database: the key ring and the key that signs sessions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from hotline.site.environment import BadSettingError, Environment

SHORTEST_SECRET = 50
SAMPLE_PASSWORD_BYTES = 5


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


def sample_password(environment: Environment) -> str:
    """The password of the sample accounts: random, this installation's own, shown at the start."""
    return _kept(environment.var / "sample-password", secrets.token_hex(SAMPLE_PASSWORD_BYTES))


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


class KeyRingMissingError(RuntimeError):
    """There is no key ring and none may be made; the text names the remedy."""


def ensure_key_ring(environment: Environment) -> Path:
    """The key ring file; made with random keys in development, demanded in production.

    A ring made unseen in production would turn every stored name and number into noise.
    """
    from hotline.records.sealing import KeyRing  # noqa: PLC0415 - settings import this module

    path = environment.keyring_path
    if path.exists():
        return path
    if environment.in_production:
        raise KeyRingMissingError(
            f"缺少密钥文件 {path}:生产环境不会自动生成,请从保管处放回,或首次安装时用 "
            f"./hotline keys 生成并妥善备份 / the key ring is missing: put it "
            f"back from its safe, or make one with ./hotline keys for a first installation"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, KeyRing.fresh())
    return path
