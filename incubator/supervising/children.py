import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import IO

from incubator.supervising.guarding import send
from incubator.supervising.programs import Program

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
STEADY = 20.0  # seconds after which a process counts as started well
PR_SET_PDEATHSIG = 1


def ending_with_parent() -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends SIGTERM when the parent dies, however it dies (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask


class Child:
    """A program and the process that runs it now: its own process group, restarted with doubling delays."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.due = 0.0
        self._started = 0.0
        self._delay = FIRST_DELAY

    @property
    def running(self) -> bool:
        return self.process is not None

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def output(self) -> IO[bytes]:
        assert self.process is not None
        assert self.process.stdout is not None
        return self.process.stdout

    def start(self) -> None:
        self._started = time.monotonic()
        self.process = subprocess.Popen(
            self.program.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | self.program.environment,
            start_new_session=True,
            preexec_fn=ending_with_parent(),  # safe: the supervisor has a single thread
        )
        os.set_blocking(self.output.fileno(), False)

    def died(self) -> bool:
        """Whether it ended; then nothing of its group is left. Looks before it reaps, so that the number of the
        group cannot have passed to somebody else when the rest of the group is killed."""
        if self.process is None:
            return False
        if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
        send(self.pid, signal.SIGKILL)
        self.process.wait()
        return True

    def bury(self) -> str:
        """Forgets the dead process, sets when the next one is due, and says in words how it ended."""
        assert self.process is not None
        code, lived = self.process.returncode, time.monotonic() - self._started
        self.output.close()
        self.process = None
        self.deaths += 1
        delay = FIRST_DELAY if lived > STEADY else self._delay
        self.due, self._delay = time.monotonic() + delay, min(delay * 2, LONGEST_DELAY)
        how = f"was killed by signal {-code}" if code < 0 else f"ended with status {code}"
        return f"{how} and starts again in {delay:g} s"

    def signal(self, number: int) -> None:
        """To the process alone when it is asked to stop (it knows how to end its own), to all when it is killed."""
        if self.process is None:
            return
        if number == signal.SIGKILL:
            send(self.pid, number)
        else:
            self.process.send_signal(number)
