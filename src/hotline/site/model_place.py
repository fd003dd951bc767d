"""Where the servers of language model and speech are, worked out of the environment table."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from hotline.engines.language_model.talking import Connection
from hotline.site.environment import BadSettingError, Environment

SPEECH_SECONDS = 300.0


def model_connection(environment: Environment) -> Connection | None:
    """The server, if one is set; refuses one that anybody on the way could read."""
    address = environment.model_url.rstrip("/")
    if not address:
        return None
    parts = urlsplit(address)
    connection = Connection(address, environment.model_name, _key(environment.model_key_file))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise BadSettingError(
            "设置 HOTLINE_MODEL_URL 应像 http://127.0.0.1:8080/v1 / HOTLINE_MODEL_URL should look "
            "like http://127.0.0.1:8080/v1"
        )
    if parts.scheme == "http" and connection.leaves_the_building:
        raise BadSettingError(
            "HOTLINE_MODEL_URL 不在本机时必须以 https:// 开头 / HOTLINE_MODEL_URL must be https "
            "when it is another machine"
        )
    if not environment.model_name:
        raise BadSettingError(
            "设置了 HOTLINE_MODEL_URL,还要设置 HOTLINE_MODEL_NAME / HOTLINE_MODEL_NAME is missing"
        )
    return connection


def speech_connection(environment: Environment) -> Connection | None:
    """The server of speech recognition, if one is set."""
    address = environment.speech_url.rstrip("/")
    if not address:
        return None
    connection = Connection(address, environment.speech_model or "default", seconds=SPEECH_SECONDS)
    secure = urlsplit(address).scheme == "https"
    if not secure and (connection.leaves_the_building or not address.startswith("http://")):
        raise BadSettingError(
            "HOTLINE_SPEECH_URL 不在本机时必须以 https:// 开头 / HOTLINE_SPEECH_URL must be https "
            "when it is another machine"
        )
    return connection


def _key(path: Path) -> str:
    if path == Path():
        return ""
    try:
        return path.read_text("utf-8").strip()
    except OSError as error:
        raise BadSettingError(
            "读不到 HOTLINE_MODEL_KEY_FILE 指的文件 / HOTLINE_MODEL_KEY_FILE cannot be read"
        ) from error
