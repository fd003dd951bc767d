"""Django's settings, worked out of the environment table."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from hotline.rules.accounts import LOCKED_MINUTES, PAIR_LIMIT
from hotline.site.attachments import attachment_limits, attachment_storage, export_storage
from hotline.site.database import database_settings, owner_settings
from hotline.site.environment import ROOT, load
from hotline.site.gateways import gateways, softphone
from hotline.site.keys import secret_key
from hotline.site.logs import logging_settings
from hotline.site.model_place import model_connection, speech_connection
from hotline.site.sso.place import oidc_settings
from hotline.site.translations import compiled

ENVIRONMENT = load(os.environ)
SITE = Path(__file__).resolve().parent

DEBUG = ENVIRONMENT.debug and not ENVIRONMENT.in_production
SECRET_KEY = secret_key(ENVIRONMENT)
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)

# What the product itself reads.
HOTLINE_CITY = ENVIRONMENT.city
HOTLINE_CITIES = ROOT / "cities"
HOTLINE_MANUAL = ROOT / "docs" / "manual"
HOTLINE_KEYRING = ENVIRONMENT.keyring_path
HOTLINE_VAR = ENVIRONMENT.var
HOTLINE_ROAD_FILES = Path(ENVIRONMENT.road_files or ENVIRONMENT.var / "road-files").absolute()
HOTLINE_SCANNER = ENVIRONMENT.scanner
HOTLINE_CASE_ATTACHMENTS = ENVIRONMENT.case_attachments
HOTLINE_ATTACHMENT_LIMITS = attachment_limits(ENVIRONMENT)
HOTLINE_PROOF_BITS = ENVIRONMENT.proof_bits
HOTLINE_EXPORT_ROWS = ENVIRONMENT.export_rows
HOTLINE_EXPORT_DAYS = ENVIRONMENT.export_days
HOTLINE_WEB_THREADS = ENVIRONMENT.web_threads
# Only a test may set it: addresses that people write down may then be of this very machine.
HOTLINE_OUTWARD_LOOPBACK = False
HOTLINE_GATEWAYS = gateways(ENVIRONMENT)
HOTLINE_SOFTPHONE = softphone(ENVIRONMENT)
HOTLINE_ADDRESS = ENVIRONMENT.address.rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    "hotline.records.apps.RecordsConfig",
    "hotline.desk",
    "hotline.portal",
]

MIDDLEWARE = [
    "hotline.site.logs.log_requests",
    "hotline.site.headers.security_headers",
    "hotline.site.scoping.begin_with_nothing",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hotline.portal.language.speak",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hotline.site.session_limits.keep_limits",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hotline.site.urls"
WSGI_APPLICATION = "hotline.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_settings(ENVIRONMENT)}
# The owner of the tables migrates; the site itself signs in as somebody who owns nothing.
HOTLINE_OWNER = owner_settings(ENVIRONMENT)
HOTLINE_WEB_ROLE = DATABASES["default"]["USER"] if HOTLINE_OWNER is not None else ""
# A name of PostgreSQL has at most 63 bytes.
LONGEST_NAME = 50
# What the wall's roles begin with: roles belong to the server, so each database has its own.
HOTLINE_ROLES = DATABASES["default"]["NAME"][:LONGEST_NAME]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = [
    "hotline.worker.jobs",
    "hotline.worker.edition_jobs",
    "hotline.worker.export_jobs",
    "hotline.worker.reading_jobs",
    "hotline.worker.guessing_jobs",
    "hotline.worker.reply_jobs",
    "hotline.worker.filing_jobs",
    "hotline.worker.road_jobs",
    "hotline.worker.telephone_jobs",
    "hotline.worker.ledger_jobs",
    "hotline.worker.outward_jobs",
]

# Staff accounts: a password, a lock after five wrong ones, perhaps a second factor.
AUTH_USER_MODEL = "records.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = PAIR_LIMIT
AXES_COOLOFF_TIME = timedelta(minutes=LOCKED_MINUTES)
# Who goes on trying is told the same end again.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# What a success takes back; `Lock` counts the failures, also those from other addresses.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "hotline.site.locking.Lock"
AXES_CLIENT_IP_CALLABLE = "hotline.site.locking.client_address"
HOTLINE_BEHIND_PROXY = ENVIRONMENT.behind_proxy
AXES_RESET_ON_SUCCESS = True
# A success takes the counted attempts away; the audit reads every failure, 1,000 of a name.
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_LOCKOUT_CALLABLE = "hotline.site.errors.locked_out"
AXES_VERBOSE = False
# Where the person wanted to go may be a search for a citizen's name or number.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "login"

HOTLINE_SECOND_FACTOR = ENVIRONMENT.second_factor
HOTLINE_SECOND_FACTOR_ROLES = frozenset(ENVIRONMENT.second_factor_roles)
HOTLINE_WEBAUTHN_HOST = ENVIRONMENT.webauthn_host
HOTLINE_OIDC = oidc_settings(ENVIRONMENT)
HOTLINE_MODEL = model_connection(ENVIRONMENT)
HOTLINE_SPEECH = speech_connection(ENVIRONMENT)
HOTLINE_IDLE = timedelta(minutes=ENVIRONMENT.idle_minutes)
HOTLINE_SESSION = timedelta(hours=ENVIRONMENT.session_hours)

# What a browser is told and allowed.
SESSION_COOKIE_AGE = int(HOTLINE_SESSION.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.in_production
CSRF_COOKIE_SECURE = ENVIRONMENT.in_production
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hotline.site.errors.forged"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.in_production else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None

# Pages, time and language.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Made of the .po files of the citizens' site at every start; nobody has to compile anything.
LOCALE_PATHS = [compiled(SITE.parent / "portal" / "locale", ENVIRONMENT.var / "locale")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Files that are handed in: checked for their size before they are read, and never kept by name.
FILE_UPLOAD_HANDLERS = [
    "hotline.site.uploads.SizedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Front-end files: hashed names and long caching, except while debugging.
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.var / "static"
STATICFILES_DIRS = [("vendor", ENVIRONMENT.var / "assets")]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENVIRONMENT.var / "files"},
    },
    "attachments": attachment_storage(ENVIRONMENT),
    "exports": export_storage(ENVIRONMENT),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(ENVIRONMENT.log_level)
