"""What runs on one machine: web server, worker, scheduler, each with the settings that its work asks for."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from incubator import environment


@dataclass(frozen=True)
class Program:
    """A command that must be running, how long it may take to stop and what it needs besides our environment."""

    name: str
    argv: tuple[str, ...]
    grace: float = 10.0
    environment: dict[str, str] = field(default_factory=dict)


def bind() -> tuple[str, int]:
    """Host and port of the web server, from BIND."""
    host, _colon, port = environment.text("BIND", "127.0.0.1:8000").rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise environment.Misconfigured("BIND", "must look like 127.0.0.1:8000")
    return host.strip("[]"), int(port)


def programs() -> list[Program]:
    return [_web(), _worker(), _beat()]


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *arguments)


def _web() -> Program:
    host, port = bind()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "bind": address,
        "workers": environment.whole("WEB_WORKERS", 2),
        # Threads, because a browser opens connections ahead of need and says nothing on them: six such connections
        # leave two sync workers deaf for half a minute.
        "worker-class": "gthread",
        "threads": environment.whole("WEB_THREADS", 4),
        "timeout": 60,
        "graceful-timeout": 20,
        "keep-alive": 5,
        "max-requests": 5000,
        "max-requests-jitter": 500,
        # The heartbeat file on a disk that is busy would make the master kill healthy workers.
        "worker-tmp-dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp",  # noqa: S108  # gunicorn makes a private file in it
        "error-logfile": "-",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return Program("web", _python("gunicorn", "incubator.wsgi", "--preload", "--no-control-socket", *flags), grace=25)


def _worker() -> Program:
    concurrency = environment.whole("WORKER_CONCURRENCY", 2)
    argv = _python("celery", "-A", "incubator", "worker", "--pool=prefork", f"--concurrency={concurrency}")
    quiet = ("--loglevel=INFO", "--without-gossip", "--without-mingle", "--hostname=worker@%h")
    # SIGTERM becomes the soft shutdown: 30 s for what runs, then its message goes back to the broker.
    return Program("worker", argv + quiet, grace=40, environment={"REMAP_SIGTERM": "SIGQUIT"})


def _beat() -> Program:
    # The scheduler that keeps no file: what is due is known from the job rows, and a file can break in a crash.
    scheduler = ("--scheduler=celery.beat:Scheduler", "--loglevel=WARNING")
    return Program("beat", _python("celery", "-A", "incubator", "beat", *scheduler))


def empty_broker_folder(folder: Path) -> None:
    """Messages are hints, rows are the truth; one message file cut short would end every worker that reads it."""
    for part in ("queue", "processed", "control"):
        for path in (folder / part).glob("*"):
            if path.is_file():
                path.unlink(missing_ok=True)
