"""A database, a worker, a site and a mailbox that are as real as in production.

pytest-django's own database will not do where more than one process or thread takes part: on SQLite it lives in the
memory of one process, and its transactional tests flush the rows that migrations made (pages, locales, groups).
So such tests take, instead of `django_db`:

`live_database`   a database of its own for each xdist process: a file (SQLite) or a database (PostgreSQL), put back
                  before every test to what the migrations left, in some 50 ms. Primary keys never repeat from one
                  test to the next, so that nothing that a process or a broker remembers fits the next test by chance.
                  Committed is committed: `on_commit` runs, threads and processes see it.
`worker`          a real `celery worker` and `celery beat` on that database and the broker of the run; started once
                  per xdist process (some seconds) and again if a test killed it. It is killed for tests that take
                  `live_database` without it, so that nobody takes their jobs; `conftest` runs those first.
`start_worker`    makes further ones, with other settings: `with start_worker(JOB_LEASE_SECONDS="3") as worker: …`;
                  `worker.kill()` is SIGKILL to the whole tree, `worker.stop()` SIGTERM.
`live_site`       the address of a real HTTP server in this process (threads), for Playwright: `page.goto(live_site)`.
                  SITE_URL is its address here and in the worker.
`start_web`       real gunicorn processes, for tests that kill them: `with start_web() as web: web.url`.
`mailbox`         what the worker sent: `mailbox()` is a list of `EmailMessage`, oldest first.
`together`        calls functions at the same moment in threads of their own: `together(f, f, f)` is a list of what
                  they returned or raised. For races, with a control that fails.

`eventually(condition)` waits for something to become true and returns it.
Workers import `tests.jobs.samples`, which registers kinds of job for tests.
`-p no:randomly`, `-n 2`, TEST_DATABASE_URL and TEST_BROKER_URL all work; no queue is left behind on a broker.
"""

import contextlib
import copy
import email
import email.policy
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
STEP = 100_000  # primary keys between one test and the next


def eventually(condition: Callable[[], Any], seconds: float = 90, every: float = 0.1) -> Any:
    """The first true value of `condition`; fails if there is none in time."""
    end = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > end:
            pytest.fail(f"did not happen within {seconds} s: {getattr(condition, '__name__', condition)}")
        time.sleep(every)


# The database


class LiveDatabase:
    """Made once from pytest-django's freshly migrated database; `restore` brings that state back."""

    url: str
    name: str

    def __init__(self) -> None:
        self.restored = 0
        self.standing_worker: Worker | None = None

    def restore(self) -> None:
        raise NotImplementedError

    def remove(self) -> None:
        raise NotImplementedError


class LiveFile(LiveDatabase):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        from django.db import connection

        self.template = folder / "template.sqlite3"
        self.name = str(folder / "live.sqlite3")
        self.url = f"sqlite:///{self.name}"
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(self.template)) as template:
            connection.connection.backup(template)

    def restore(self) -> None:
        self.restored += 1
        with (
            contextlib.closing(sqlite3.connect(self.template)) as template,
            contextlib.closing(sqlite3.connect(self.name, timeout=20)) as live,
        ):
            template.backup(live)
            live.execute("DELETE FROM sqlite_sequence")
            live.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM sqlite_master "
                "WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'",
                [self.restored * STEP],
            )
            live.commit()

    def remove(self) -> None:
        for path in Path(self.name).parent.glob("*.sqlite3*"):
            path.unlink()


class LivePostgres(LiveDatabase):
    def __init__(self, url: str) -> None:
        super().__init__()
        from django.db import connection, connections

        source = connection.settings_dict["NAME"]
        self.name = f"live_{os.getpid()}_{source}"[:60]
        self.template = f"{self.name}_t"
        parts = urlsplit(url)
        self.url = urlunsplit(parts._replace(path=f"/{self.name}"))
        self.maintenance = urlunsplit(parts._replace(path="/postgres"))
        connections.close_all()
        self._execute(f'CREATE DATABASE "{self.template}" TEMPLATE "{source}"')

    def _execute(self, *statements: str, url: str = "") -> None:
        import psycopg

        with psycopg.connect(url or self.maintenance, autocommit=True) as server:
            for statement in statements:
                server.execute(statement)

    def restore(self) -> None:
        self.restored += 1
        self._execute(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
        )
        self._execute(
            f"SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, {self.restored * STEP}) "
            "FROM pg_sequences",
            url=self.url,
        )

    def remove(self) -> None:
        self._execute(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in (self.name, self.template)))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """pytest-django's, but for every run: its own makes no database for tests that lack its marker."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=request.config.option.verbose,
            interactive=False,
            aliases={"default": None},
            serialized_aliases=set(),
        )
    yield
    with django_db_blocker.unblock():
        _send_others_away()
        teardown_databases(made, verbosity=request.config.option.verbose)


def _send_others_away() -> None:
    """PostgreSQL drops no database that somebody is connected to. Another thread of this process may be: its
    connection is in the hands of that thread, and ends only with it."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def _live(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            live: LiveDatabase = LivePostgres(os.environ["DATABASE_URL"])
        else:
            live = LiveFile(tmp_path_factory.mktemp("live"))
    yield live
    live.remove()


@pytest.fixture
def live_database(
    request: pytest.FixtureRequest, _live: LiveDatabase, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LiveDatabase]:
    if _live.standing_worker is not None and "worker" not in request.fixturenames:
        _live.standing_worker.kill()  # it would take the jobs of a test that does not expect it
    # Playwright keeps an event loop in the main thread, where Django would refuse to touch the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    _live.restore()
    with django_db_blocker.unblock(), _pointed_at(_live.name):
        _forget()
        yield _live
        _forget()


@contextlib.contextmanager
def _pointed_at(name: str) -> Iterator[None]:
    """Lets every thread of this process open the live database; the tests' own connection is kept aside."""
    from django.db import connections

    kept, settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = copy.deepcopy(settings) | {"NAME": name}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = kept


def _forget() -> None:
    """What this process remembers of another database, and the mail of another test."""
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import caches

    for cache in settings.CACHES:
        caches[cache].clear()
    ContentType.objects.clear_cache()
    shutil.rmtree(settings.VAR / "mail", ignore_errors=True)


@pytest.fixture
def mailbox(live_database: LiveDatabase) -> Callable[[], list[EmailMessage]]:
    from django.conf import settings

    def read() -> list[EmailMessage]:
        files = sorted((settings.VAR / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        return [
            email.message_from_bytes(part.strip() + b"\n", policy=email.policy.default)
            for path in files
            for part in path.read_bytes().split(b"-" * 79)
            if part.strip()
        ]

    return read


def together(*functions: Callable[[], Any]) -> list[Any]:
    """What each returned or raised; all start at the same moment, each in a thread with its own connection."""
    from django.db import connections

    start = threading.Barrier(len(functions))
    results: list[Any] = [None] * len(functions)

    def call(index: int, function: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            results[index] = function()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return results


# Processes


def environment_for(live: LiveDatabase, site_url: str, **changes: str) -> dict[str, str]:
    """What another process needs to be part of this test run."""
    return {
        **os.environ,
        "DATABASE_URL": live.url,
        "SITE_URL": site_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CELERY_SKIP_CHECKS": "1",  # `make check` runs them; here they cost a second at every start
        "PYTHONPATH": str(ROOT),
        **changes,
    }


class Tree:
    """Processes, each the head of a group of its own, that are ready when their log says so."""

    def __init__(self, commands: Mapping[str, tuple[list[str], str]], env: Mapping[str, str], folder: Path) -> None:
        self.commands, self.env, self.folder = commands, dict(env), folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        for name, (command, _ready) in self.commands.items():
            with self._log_path(name).open("wb") as log:
                self.processes[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
                )
        for name, (_command, ready) in self.commands.items():
            self._wait_until(name, ready)

    def _wait_until(self, name: str, ready: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while ready not in self.log(name):
            if self.processes[name].poll() is not None or time.monotonic() > end:
                self.kill()
                pytest.fail(f"{name} did not start:\n{self.log(name)[-4000:]}")
            time.sleep(0.05)

    def _log_path(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        return self._log_path(name).read_text(errors="replace")

    @property
    def is_alive(self) -> bool:
        return bool(self.processes) and all(process.poll() is None for process in self.processes.values())

    def signal(self, number: int, *names: str) -> None:
        """To whole groups: the process and everything that it started."""
        for name in names or self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.processes[name].pid, number)

    def kill(self) -> None:
        """SIGKILL for all, at once: nobody gets to say goodbye."""
        self.signal(signal.SIGKILL)
        for process in self.processes.values():
            process.wait()

    def stop(self, seconds: float = 20) -> None:
        """SIGTERM for the heads, as a supervisor does; SIGKILL for what is left in the end."""
        for process in self.processes.values():
            process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            for process in self.processes.values():
                process.wait(seconds)
        self.kill()


class Worker(Tree):
    """One `celery worker` with two children, and one `celery beat`."""

    def __init__(self, env: Mapping[str, str], folder: Path) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "incubator"]
        run = [*celery, "worker", "-l", "INFO", "-c", "2", "-I", "tests.jobs.samples", "-n", f"{folder.name}@%h"]
        calm = ["--without-gossip", "--without-mingle"]
        super().__init__(
            {"worker": ([*run, *calm], " ready."), "beat": ([*celery, "beat", "-l", "INFO"], "beat: Starting")},
            env,
            folder,
        )


class Web(Tree):
    """gunicorn with two processes, as in production."""

    def __init__(self, env: Mapping[str, str], folder: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        gunicorn = [sys.executable, "-m", "gunicorn", "incubator.wsgi", "-w", "2", "--threads", "4"]
        super().__init__(
            {"web": ([*gunicorn, "-b", f"127.0.0.1:{port}"], "Booting worker")},
            {**env, "SITE_URL": self.url},
            folder,
        )

    def start(self) -> None:
        super().start()
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=60).close()
        except OSError as error:
            self.kill()
            pytest.fail(f"the site does not answer ({error}):\n{self.log('web')[-4000:]}")


@pytest.fixture(scope="session")
def _site_port() -> int:
    return _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def _queues() -> Iterator[None]:
    """Leaves no queue behind on the broker."""
    yield
    from incubator.celery import app

    with contextlib.suppress(Exception), app.connection_for_write() as connection:
        for queue in app.amqp.queues.values():
            bound = queue(connection.default_channel)
            bound.declare()  # Redis forgets only bindings that this connection knows
            bound.delete()
            bound.exchange.delete()


@pytest.fixture(scope="session")
def _standing_worker(_live: LiveDatabase, _queues: None, _site_port: int, tmp_path_factory: Any) -> Iterator[Worker]:
    env = environment_for(_live, f"http://127.0.0.1:{_site_port}")
    _live.standing_worker = Worker(env, tmp_path_factory.mktemp("worker"))
    yield _live.standing_worker
    _live.standing_worker.kill()


@pytest.fixture
def worker(live_database: LiveDatabase, _standing_worker: Worker) -> Iterator[Worker]:
    if not _standing_worker.is_alive:
        _standing_worker.kill()
        _standing_worker.start()
    yield _standing_worker
    _tell_of_jobs(_standing_worker)


def _tell_of_jobs(worker: Worker) -> None:
    """pytest shows it for tests that fail: what the jobs came to, and what the worker said last."""
    from courses.jobs.models import Job

    for job in Job.objects.order_by("pk"):
        sys.stderr.write(f"{job.created_at:%T} {job} {job.state} {job.attempts} {job.started_at} {job.error}\n")
    for name in worker.processes:
        sys.stderr.write(f"--- {name}\n{worker.log(name)[-4000:]}\n")


@pytest.fixture
def start_worker(
    live_database: LiveDatabase, _queues: None, _site_port: int, tmp_path_factory: Any
) -> Callable[..., Any]:
    @contextlib.contextmanager
    def start(**changes: str) -> Iterator[Worker]:
        env = environment_for(live_database, f"http://127.0.0.1:{_site_port}", **changes)
        worker = Worker(env, tmp_path_factory.mktemp("worker"))
        worker.start()
        try:
            yield worker
        finally:
            worker.kill()

    return start


@pytest.fixture
def start_web(live_database: LiveDatabase, tmp_path_factory: Any) -> Callable[..., Any]:
    @contextlib.contextmanager
    def start(**changes: str) -> Iterator[Web]:
        port = _free_port()
        web = Web(environment_for(live_database, "", **changes), tmp_path_factory.mktemp("web"), port)
        web.start()
        try:
            yield web
        finally:
            web.kill()

    return start


@pytest.fixture(scope="session")
def _server(_live: LiveDatabase, _site_port: int) -> Iterator[Any]:
    from tests.serving import Server  # only once Django is set up

    server = Server(_site_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def live_site(live_database: LiveDatabase, _server: Any, settings: Any) -> Iterator[str]:
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = _server.url
    settings.CSRF_TRUSTED_ORIGINS = [_server.url]
    with _server.open():
        yield _server.url
