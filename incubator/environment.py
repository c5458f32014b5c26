"""What the process reads from its environment, each value checked once at start.

A missing or malformed value ends the process with one line that names the variable.
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import EnvError, FileAwareEnv
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent

env = FileAwareEnv()


class Misconfigured(SystemExit):
    """Ends the process with a single line on standard error."""

    def __init__(self, name: str, reason: str) -> None:
        sys.stderr.write(f"configuration: {name} {reason}\n")
        super().__init__(78)  # EX_CONFIG


def flag(name: str, default: bool = False) -> bool:
    try:
        return env.bool(name, default)
    except EnvError:
        raise Misconfigured(name, "must be 0 or 1") from None


def whole(name: str, default: int) -> int:
    try:
        return env.int(name, default)
    except EnvError:
        raise Misconfigured(name, "must be a whole number") from None


def text(name: str, default: str | None = None) -> str:
    value = env.str(name, default)
    if not value:
        raise Misconfigured(name, "is required")
    return str(value)


def folder(name: str, default: Path) -> Path:
    path = Path(env.str(name, str(default)))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(name, f"is not a folder that can be made: {error.strerror}") from None
    return path


def secret_key(debug: bool) -> str:
    key = text("SECRET_KEY", "insecure-development-key-never-used-outside-of-debug" if debug else None)
    if len(key) < 50 and not debug:
        raise Misconfigured("SECRET_KEY", "must have at least 50 characters")
    return key


def site_url(debug: bool) -> str:
    url = text("SITE_URL", "http://127.0.0.1:8000" if debug else None).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise Misconfigured("SITE_URL", "must look like https://incubadora.example.gob.pe")
    return url


def allowed_hosts(site: str) -> list[str]:
    hosts = env.list("ALLOWED_HOSTS", [urlsplit(site).hostname or ""])
    if "*" in hosts:
        raise Misconfigured("ALLOWED_HOSTS", "must name the hosts; * is refused")
    return hosts


def database(default: Path) -> dict[str, Any]:
    """Django's database settings, with the options that `reliability` asks for."""
    try:
        config = dict(env.dj_db_url("DATABASE_URL", f"sqlite:///{default}"))
    except (EnvError, ValueError):
        raise Misconfigured("DATABASE_URL", "must look like postgres://… or sqlite:///…") from None
    engine = str(config["ENGINE"])
    options = dict(config.get("OPTIONS") or {})
    if engine.endswith("sqlite3"):
        # Django's defaults fail with "locked" as soon as two requests read and then write.
        pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        options |= {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas}
        # Opening the file anew is half of what a small request costs.
        config |= {"CONN_MAX_AGE": 600}
    elif engine.endswith("postgresql"):
        limits = "-c lock_timeout=3s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
        options |= {"options": limits}
        config |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    else:
        raise Misconfigured("DATABASE_URL", "must be PostgreSQL or SQLite")
    return config | {"OPTIONS": options}


def shared_cache(default: Path) -> dict[str, Any]:
    """The cache that all processes see: rate limits, sessions."""
    url = env.str("CACHE_URL", "")
    if not url:
        # Django's default of 300 entries would throw out sessions and rate limits of a busy day.
        options = {"MAX_ENTRIES": 100_000}
        backend = "django.core.cache.backends.filebased.FileBasedCache"
        return {"BACKEND": backend, "LOCATION": str(default), "OPTIONS": options}
    if not url.startswith(("redis://", "rediss://")):
        raise Misconfigured("CACHE_URL", "must look like redis://host:6379/1")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def storage(default: Path) -> dict[str, Any]:
    """Where files live: a folder outside the public tree, or an S3-compatible bucket."""
    url = env.str("STORAGE_URL", "")
    if not url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(default), "file_permissions_mode": 0o640},
        }
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": parts.path, "file_permissions_mode": 0o640},
        }
    if parts.scheme != "s3" or not parts.hostname or not parts.path.strip("/"):
        raise Misconfigured("STORAGE_URL", "must look like s3://key:secret@host/bucket or file:///folder")
    host = parts.hostname + (f":{parts.port}" if parts.port else "")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": parts.username,
            "secret_key": parts.password,
            "endpoint_url": f"https://{host}",
            "bucket_name": parts.path.strip("/"),
            "default_acl": None,
            "file_overwrite": False,
        },
    }


def mail(folder_path: Path) -> dict[str, Any]:
    """Django's EMAIL_* settings; without EMAIL_URL mail is written to files in `folder_path`."""
    url = env.str("EMAIL_URL", "")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder_path),
        }
    try:
        parsed = dict(env.dj_email_url("EMAIL_URL"))
    except (EnvError, ValueError):
        raise Misconfigured("EMAIL_URL", "must look like smtp+tls://user:password@host:587") from None
    if not str(parsed.get("EMAIL_BACKEND", "")):
        raise Misconfigured("EMAIL_URL", "must look like smtp+tls://user:password@host:587")
    return parsed | {"EMAIL_TIMEOUT": 10}


def broker(folder_path: Path) -> dict[str, Any]:
    """Celery's broker settings. Brokers that lose work are refused."""
    url = env.str("CELERY_BROKER_URL", "filesystem://")
    scheme = url.partition("://")[0]
    if scheme == "filesystem":
        for name in ("queue", "processed", "control"):
            (folder_path / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        options: dict[str, Any] = {
            "data_folder_in": str(folder_path / "queue"),
            "data_folder_out": str(folder_path / "queue"),
            "processed_folder": str(folder_path / "processed"),
            "control_folder": str(folder_path / "control"),
            "polling_interval": 0.2,
        }
    elif scheme in ("redis", "rediss"):
        options = {
            "visibility_timeout": 300,
            "unacked_restore_throttle": 1,
            "socket_timeout": 5,
            "socket_connect_timeout": 3,
        }
    elif scheme in ("amqp", "amqps", "pyamqp"):
        options = {"confirm_publish": True}
    else:
        raise Misconfigured("CELERY_BROKER_URL", "must be filesystem://, redis://… or amqp://…; others lose work")
    return {"url": url, "scheme": scheme, "options": options}


def queues(*names: str) -> list[Queue]:
    """Celery's queues; on RabbitMQ quorum queues, because classic ones drop messages silently. Others ignore that."""
    return [Queue(name, routing_key=name, queue_arguments={"x-queue-type": "quorum"}) for name in names]
