"""Settings: environment in, plain values out. What an agency may choose is a row in the database, not a setting."""

import os
from pathlib import Path

import psycopg.conninfo
from csp.constants import NONE, SELF

from corridor.config import devdb

BASE = Path(__file__).resolve().parents[2]
PACKAGE = BASE / "corridor"
VAR = Path(os.environ.get("CORRIDOR_VAR", BASE / "var"))


def flag(name: str, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in ("1", "true", "yes", "on")


# Operation: what a taskforce configures. Nothing but configuration says where it works.
OPERATION_CODE = os.environ.get("CORRIDOR_OPERATION", "LBY")
OPERATION_COUNTRY = os.environ.get("CORRIDOR_COUNTRY", "LY")
SYNTHETIC = flag("CORRIDOR_SYNTHETIC", "1")  # a real store is opened once, with CORRIDOR_SYNTHETIC=0, and never mixes (INV-34)

DEBUG = False
SECRET_KEY = os.environ.get("CORRIDOR_SECRET_KEY") or devdb.local_secret()
MATCH_KEY = os.environ.get("CORRIDOR_MATCH_KEY") or SECRET_KEY  # seals the match store; another one: bin/corridor match rebuild
ALLOWED_HOSTS = os.environ.get("CORRIDOR_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CORRIDOR_ORIGINS", "").split(",") if origin]
BEHIND_TLS = flag("CORRIDOR_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "corridor.web.shell.errors.csrf_failure"

INSTALLED_APPS = [
    "corridor.config.apps.Config",
    "corridor.audit",
    "corridor.access",
    "corridor.places",
    "corridor.people",
    "corridor.duplicates",
    "corridor.consent",
    "corridor.protection",
    "corridor.movements",
    "corridor.returns",
    "corridor.evacuation",
    "corridor.exchange",
    "corridor.reporting",
    "corridor.web.shell",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "corridor.web.shell.middleware.ActorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "corridor.config.urls"
WSGI_APPLICATION = "corridor.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(PACKAGE.glob("web/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "corridor.web.shell.context.shell",
            ],
        },
    }
]


def database(url: str) -> dict:
    """One DATABASES entry from a libpq URL; the pool is for the web server only."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry = {key: str(parts.pop(name, "") or "") for key, name in names.items()}
    options: dict = {"application_name": "corridor", **parts}
    # Planning under row security costs more than running: what a connection asks a third time is planned once (needs no pooler between).
    options |= {"server_side_binding": True, "prepare_threshold": 3}
    if flag("CORRIDOR_POOL"):
        options["pool"] = {"min_size": 2, "max_size": 6, "timeout": 10}
    return entry | {"ENGINE": "corridor.config.postgres", "OPTIONS": options, "CONN_MAX_AGE": 0}


_owner, _app = devdb.urls()
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL") or _owner
DATABASE_URL = os.environ.get("DATABASE_URL") or _app
# Only `migrate` and the like run as the owner, and say so; the server refuses to (corridor.config.apps).
DATABASES = {"default": database(DATABASE_OWNER_URL if flag("CORRIDOR_AS_OWNER") else DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "corridor.access.adapters.Door"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "access.login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
IDLE_LOCK_MINUTES = 10
AXES_USERNAME_FORM_FIELD = "username"  # the sign-in form's name for it; without this all tries count as one login's
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_LOCKOUT_CALLABLE = "corridor.web.access.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "corridor_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_TIME_ZONE = os.environ.get("CORRIDOR_TIME_ZONE", "Africa/Tripoli")

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("vendor", BASE / "node_modules")]  # our own files lie in the shell's app
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "corridor.config.statics.Finder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "corridor.config.statics.Storage"},
}
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

PUBLICATION_THRESHOLD = 5  # cells 1 to 4 are not published (INV-20)

# Logs hold routes, codes and times; never a person (INV-21: corridor.config.logs drops query strings and arguments).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "corridor.config.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CORRIDOR_LOG", "WARNING")},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]  # a login rests whatever the address: field offices share one
