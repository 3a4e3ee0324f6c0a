"""Settings of the test-suite: the test server, quick hashing, no other difference."""

import os

os.environ.setdefault("CORRIDOR_DEVDB", "test")

from corridor.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Plain names, whatever a demonstration collected into var/static beside these tests.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
