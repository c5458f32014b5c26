"""Whether this machine serves: `/healthz` for the process, `/readyz` for what it needs. Names and states, no reasons:
the addresses are public, the reason goes to the log."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from incubator.celery import app

logger = logging.getLogger(__name__)
PATIENCE = 3.0  # seconds for all checks together
KEPT = 2.0  # seconds that each process repeats an answer

_known: tuple[float, dict[str, str]] = (-KEPT, {})


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """`{"status": "ok" | "failing", "checks": {name: "ok" | "failing" | "no answer"}}`, 503 unless all are ok."""
    checks = recent_checks()
    ok = set(checks.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ok else "failing", "checks": checks}, status=200 if ok else 503)


def recent_checks() -> dict[str, str]:
    """What the checks said at most KEPT seconds ago: who asks without end makes no more work than who asks."""
    global _known
    at, answers = _known
    if time.monotonic() - at > KEPT:
        answers = check_all(CHECKS)
        _known = (time.monotonic(), answers)
    return answers


def check_all(checks: dict[str, Callable[[], None]], patience: float = PATIENCE) -> dict[str, str]:
    """Runs the checks side by side. One that does not come back is left behind, and who asks again waits for the same
    one: a database that is frozen would otherwise collect a thread for every question."""
    futures = {name: _under_way(name, check) for name, check in checks.items()}
    deadline = time.monotonic() + patience
    return {name: _answer(future, deadline - time.monotonic()) for name, future in futures.items()}


_started: dict[str, Future[str]] = {}
_starting = threading.Lock()


def _under_way(name: str, check: Callable[[], None]) -> Future[str]:
    with _starting:
        future = _started.get(name)
        if future is None or future.done():
            future = _started[name] = Future()
            threading.Thread(target=_check, args=(name, check, future), daemon=True).start()
        return future


def _check(name: str, check: Callable[[], None], future: Future[str]) -> None:
    try:
        check()
    except Exception:
        logger.exception("not ready: %s", name)
        future.set_result("failing")
    else:
        future.set_result("ok")


def _answer(future: Future[str], patience: float) -> str:
    try:
        return future.result(timeout=max(patience, 0.01))
    except TimeoutError:
        return "no answer"


def _database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def _broker() -> None:
    """Reaches the broker as a request would that enqueues; for the folder broker, writes to its folder."""
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        probe = settings.VAR / "broker" / "control" / f"readyz-{get_random_string(8)}"
        probe.write_bytes(b"ready")
        probe.unlink()
        return
    with app.connection_for_write(connect_timeout=2) as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=2)


def _storage() -> None:
    name = default_storage.save(f"readyz/{get_random_string(12)}", ContentFile(b"ready"))
    try:
        if default_storage.size(name) != len(b"ready"):
            raise OSError("a file of 5 bytes was stored with another size")
    finally:
        default_storage.delete(name)


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "broker": _broker, "storage": _storage}
