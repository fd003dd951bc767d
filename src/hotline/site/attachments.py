"""Attachments as the environment table has them: where they are kept, how large they may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hotline.site.environment import BadSettingError, Environment

MEGABYTE = 1024 * 1024
FILE_MODE = 0o600
FOLDER_MODE = 0o700


def attachment_limits(environment: Environment) -> dict[str, int]:
    """The largest file in bytes, by family."""
    return {
        "picture": environment.picture_mb * MEGABYTE,
        "recording": environment.recording_mb * MEGABYTE,
        "film": environment.film_mb * MEGABYTE,
        "document": environment.document_mb * MEGABYTE,
    }


def attachment_storage(environment: Environment) -> dict[str, Any]:
    """The row of STORAGES for attachments: a folder that only we read, or a bucket."""
    if "://" in environment.attachments:
        return _bucket(environment)
    return _folder(attachment_folder(environment))


def export_storage(environment: Environment) -> dict[str, Any]:
    """The row of STORAGES for exported files; apart from attachments, for no backup takes them."""
    if "://" in environment.attachments and not environment.exports:
        return _bucket(environment, "exports")
    named = environment.exports
    return _folder(Path(named).expanduser().absolute() if named else environment.var / "exports")


def _folder(location: Path | None) -> dict[str, Any]:
    """A folder whose files only we read."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": location,
            "base_url": None,
            "file_permissions_mode": FILE_MODE,
            "directory_permissions_mode": FOLDER_MODE,
        },
    }


def attachment_folder(environment: Environment) -> Path | None:
    """The folder of the attachments; None when they are in a bucket."""
    if "://" in environment.attachments:
        return None
    named = environment.attachments
    return Path(named).expanduser().absolute() if named else environment.var / "attachments"


def _bucket(environment: Environment, below: str = "") -> dict[str, Any]:
    """An S3-compatible store: bucket and prefix from the address, the rest from its settings."""
    parts = urlsplit(environment.attachments)
    if parts.scheme != "s3" or not parts.netloc:
        raise BadSettingError(
            f"设置 HOTLINE_ATTACHMENTS={environment.attachments!r} 无效,应为目录或 "
            f"s3://存储桶/前缀 / HOTLINE_ATTACHMENTS must be a directory or s3://BUCKET/PREFIX"
        )
    if not environment.s3_endpoint.startswith(("https://", "http://")):
        raise BadSettingError(
            "附件存放在 s3:// 时必须设置 HOTLINE_S3_ENDPOINT(以 https:// 开头) / "
            "HOTLINE_S3_ENDPOINT must be set to an https:// address"
        )
    return {
        "BACKEND": "hotline.records.object_storage.ObjectStorage",
        "OPTIONS": {
            "endpoint": environment.s3_endpoint,
            "bucket": parts.netloc,
            "prefix": "/".join(filter(None, (parts.path.strip("/"), below))),
            "region": environment.s3_region,
            "key": environment.s3_key,
        },
    }
