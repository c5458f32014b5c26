"""The supervisor with real processes: small ones that write their number down and wait."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TypeVar

import pytest

from incubator.supervising.children import FIRST_DELAY, Child
from incubator.supervising.guarding import groups_left
from incubator.supervising.journal import Journal
from incubator.supervising.locking import AlreadyRunning, lock
from incubator.supervising.programs import Program, empty_broker_folder

ROOT = Path(__file__).parent.parent.parent
SUPERVISOR = """
import json, sys
from incubator.supervising.journal import Journal
from incubator.supervising.programs import Program
from incubator.supervising.supervisor import Supervisor
programs = [Program(name, (sys.executable, "-c", code), grace=1.0) for name, code in json.loads(sys.argv[1]).items()]
ready = lambda: print("ready", flush=True)
sys.exit(Supervisor(programs, journal=Journal(), on_ready=ready, guard_grace=0.5).run())
"""
WAITS = "import os, time; open({path!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
WITH_CHILD = (
    "import os, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', {deaf!r} + 'import time; time.sleep(60)'])\n"
    "open({path!r}, 'a').write(f'{{os.getpid()}}\\n{{child.pid}}\\n'); time.sleep(60)"
)

T = TypeVar("T")
Starter = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def supervise() -> Iterator[Starter]:
    started: list[subprocess.Popen[str]] = []

    def start(**programs: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SUPERVISOR, json.dumps(programs)]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=120)


def eventually(question: Callable[[], T], patience: float = 60) -> T:
    deadline = time.monotonic() + patience
    while not (answer := question()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return answer


def pids(path: Path, count: int) -> list[int]:
    def written() -> list[int]:
        found = [int(line) for line in path.read_text().split()] if path.exists() else []
        return found if len(found) >= count else []

    return eventually(written)


def gone(pid: int) -> bool:
    """Dead, or a zombie that only waits for a parent who asks."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_program_that_dies_is_started_again(supervise: Starter, tmp_path: Path) -> None:
    supervise(one=WAITS.format(path=str(tmp_path / "one")))
    first = pids(tmp_path / "one", 1)[0]
    os.kill(first, signal.SIGKILL)
    assert pids(tmp_path / "one", 2)[1] != first


def test_what_a_dead_program_left_behind_is_ended(supervise: Starter, tmp_path: Path) -> None:
    supervise(one=WITH_CHILD.format(path=str(tmp_path / "one"), deaf=DEAF))
    parent, child = pids(tmp_path / "one", 2)
    os.kill(parent, signal.SIGKILL)
    assert eventually(lambda: gone(child))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(supervise: Starter, tmp_path: Path, number: int) -> None:
    supervisor = supervise(
        calm=WAITS.format(path=str(tmp_path / "calm")), deaf=DEAF + WAITS.format(path=str(tmp_path / "deaf"))
    )
    running = pids(tmp_path / "calm", 1) + pids(tmp_path / "deaf", 1)
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=60) == 0
    assert all(gone(pid) for pid in running)


def test_a_killed_supervisor_leaves_no_orphan(supervise: Starter, tmp_path: Path) -> None:
    supervisor = supervise(
        calm=WITH_CHILD.format(path=str(tmp_path / "calm"), deaf=""),
        deaf=DEAF + WITH_CHILD.format(path=str(tmp_path / "deaf"), deaf=DEAF),
    )
    running = pids(tmp_path / "calm", 2) + pids(tmp_path / "deaf", 2)
    supervisor.kill()
    assert eventually(lambda: all(gone(pid) for pid in running))


def test_a_killed_guard_is_replaced(supervise: Starter, tmp_path: Path) -> None:
    supervisor = supervise(one=WAITS.format(path=str(tmp_path / "one")))
    (one,) = pids(tmp_path / "one", 1)

    def guards() -> list[int]:
        children = Path(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"guarding.py" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    first = eventually(guards)
    os.kill(first[0], signal.SIGKILL)
    eventually(lambda: guards() and guards() != first)
    supervisor.kill()
    assert eventually(lambda: gone(one))


def test_a_program_that_never_starts_ends_the_supervisor_with_its_name(tmp_path: Path) -> None:
    code = SUPERVISOR.replace(
        "on_ready=ready", "readiness=type('Never', (), {'missing': lambda self: ['web']})()"
    ).replace("import json, sys", "import json, sys\nimport incubator.supervising.children as c; c.FIRST_DELAY = 0.01")
    command = [sys.executable, "-c", code, json.dumps({"broken": "raise SystemExit(3)"})]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.splitlines()[-2]) == (1, "broken does not start")


def test_waiting_doubles_until_a_program_was_steady() -> None:
    child = Child(Program("quick", (sys.executable, "-c", "")))
    said = []
    for _ in range(3):
        child.start()
        eventually(child.died)
        said.append(child.bury())
    assert said == [f"ended with status 0 and starts again in {FIRST_DELAY * factor:g} s" for factor in (1, 2, 4)]


def test_the_guard_forgets_groups_that_ended() -> None:
    assert groups_left(["+10\n", "+11\n", "-10\n", "+\n", "", "+12"]) == {11, 12}


def test_a_folder_takes_one_supervisor(tmp_path: Path) -> None:
    held: IO[str] = lock(tmp_path / "lock")
    with pytest.raises(AlreadyRunning) as refused:
        lock(tmp_path / "lock")
    held.close()
    lock(tmp_path / "lock").close()
    assert refused.value.args == (os.getpid(),)


def test_the_broker_folder_is_emptied_of_messages_only(tmp_path: Path) -> None:
    for part in ("queue", "processed", "control"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "1.msg").touch()
    empty_broker_folder(tmp_path)
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["control", "processed", "queue"]


def test_the_journal_shows_what_matters_and_keeps_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = Journal(tmp_path)
    journal.take("web", b"INFO all is w")
    journal.take("web", b"ell\nERROR it is n\xc3\xb3t\nhalf")
    journal.close()
    assert (tmp_path / "web.log").read_text() == "INFO all is well\nERROR it is nót\n"
    assert capsys.readouterr().out == "web    | ERROR it is nót\n"


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_one_line(taken_port: int) -> None:
    environment = os.environ | {"BIND": f"127.0.0.1:{taken_port}"}
    command = [sys.executable, "manage.py", "supervise"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CommandError: Port {taken_port} of 127.0.0.1 cannot be had: Address already in use.\n"


def test_the_demo_says_at_once_in_one_line_that_its_port_is_in_use(taken_port: int) -> None:
    command = [sys.executable, "incubator/bootstrap.py", "demo", "--port", str(taken_port)]
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"Port {taken_port} is in use")
    assert time.monotonic() - started < 30  # it makes no environment first


@pytest.mark.drill
def test_the_site_itself_starts_becomes_ready_and_stops(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "CELERY_BROKER_URL"} | {
        "BIND": f"127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "VAR_DIR": str(tmp_path),
        "JUST_THIS_RUN": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "supervise"]
    supervisor = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    patience = threading.Timer(120, supervisor.terminate)
    patience.start()
    try:
        said = next((line for line in supervisor.stdout if line.startswith("ready")), "")
        running = of_this_run(tmp_path)
    finally:
        patience.cancel()
        supervisor.terminate()
        supervisor.communicate(timeout=120)
    assert said == "ready at http://testserver\n"
    assert (len(running) >= 7, supervisor.returncode, of_this_run(tmp_path)) == (True, 0, [])


def of_this_run(folder: Path) -> list[int]:
    """Every living process that inherited this run's environment: master, workers, their children, guard."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"JUST_THIS_RUN={folder}".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found
