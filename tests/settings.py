"""The product's settings; only what would make tests slow is exchanged."""

from incubator.settings import *  # noqa: F403  # that is what this module is for

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
