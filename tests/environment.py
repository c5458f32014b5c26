"""Loaded before Django's settings: the environment of a test run, one folder per process."""

import atexit
import os
import shutil
import tempfile
import uuid
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DEBUG"] = "0"
os.environ["SECRET_KEY"] = "only-for-tests-" * 5
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="incubator-tests-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
(Path(os.environ["VAR_DIR"]) / "static").mkdir()  # whitenoise warns if it is not there
os.environ["CELERY_QUEUE"] = f"tests-{uuid.uuid4().hex[:12]}"
for name in ("CACHE_URL", "EMAIL_URL", "STORAGE_URL"):
    os.environ.pop(name, None)
for theirs, ours in (("TEST_DATABASE_URL", "DATABASE_URL"), ("TEST_BROKER_URL", "CELERY_BROKER_URL")):
    if theirs in os.environ:
        os.environ[ours] = os.environ[theirs]
    else:
        os.environ.pop(ours, None)
