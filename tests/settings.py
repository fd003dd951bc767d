"""Settings of the test run: a server of its own, quick passwords, plain front-end files.

The tests sign in to the database as the site does, as somebody who owns nothing; databases are made
by its administrator.
"""

from __future__ import annotations

import hashlib
import os

from hotline.records.sealing import KeyRing
from hotline.site.database import from_place
from hotline.site.embedded import SUPERUSER
from hotline.site.keys import write_private
from hotline.site.place import embedded_place
from hotline.site.settings import *  # noqa: F403
from hotline.site.settings import DATABASES, ENVIRONMENT, STORAGES

EMBEDDED = None if ENVIRONMENT.database_url else embedded_place(ENVIRONMENT.var, throw_away=True)
if EMBEDDED is not None:
    DATABASES["default"] = from_place(EMBEDDED, USER=SUPERUSER)
DATABASES["default"]["OPTIONS"].pop("pool", None)
HOTLINE_ROLES = "hotline_test"
HOTLINE_WEB_ROLE = f"{HOTLINE_ROLES}_web"
HOTLINE_OWNER = {key: DATABASES["default"][key] for key in ("USER", "PASSWORD")}
DATABASES["default"] |= {
    "NAME": f"test_hotline_{os.getpid()}",
    "USER": HOTLINE_WEB_ROLE,
    "PASSWORD": hashlib.sha256(repr(HOTLINE_OWNER).encode()).hexdigest(),
}

HOTLINE_KEYRING = ENVIRONMENT.var / "test-keys.json"
write_private(HOTLINE_KEYRING, KeyRing.fresh())

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES["attachments"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["exports"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
