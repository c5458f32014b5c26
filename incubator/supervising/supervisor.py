import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO

from incubator.supervising.children import Child
from incubator.supervising.journal import Journal
from incubator.supervising.programs import Program
from incubator.supervising.readiness import Readiness

GUARD = Path(__file__).with_name("guarding.py")
TICK = 0.1
READY_EVERY, REMIND_EVERY = 0.4, 15.0
MOST_DEATHS_BEFORE_READY = 5


class Supervisor:
    """Keeps the programs running until a signal says stop. One thread; `run` returns the exit status.

    Stops by itself, with status 1, only when a program keeps dying before the site was ready for the first time:
    then it is the configuration that is wrong, and starting it again would hide that.
    """

    def __init__(
        self,
        programs: list[Program],
        *,
        journal: Journal,
        readiness: Readiness | None = None,
        on_ready: Callable[[], None] = lambda: None,
        lock: IO[str] | None = None,
        guard_grace: float = 8.0,
    ) -> None:
        self.children = [Child(program) for program in programs]
        self.journal = journal
        self.readiness = readiness
        self.on_ready = on_ready
        self._lock = lock
        self._guard_grace = guard_grace
        self._selector = selectors.DefaultSelector()
        self._asked_at = 0.0  # when a signal said stop
        self._hurried = self._stopping = False
        self._ready = False
        self._ask_at = self._remind_at = time.monotonic()

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._remind_at += REMIND_EVERY
        self._start_guard()
        try:
            status = self._watch()
        finally:
            self._stop()
            self._dismiss_guard()
            self.journal.close()
        return status

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        # A signal to the whole group comes twice, from the sender and from make; only a later Ctrl-C means hurry.
        self._hurried = self._hurried or (number == signal.SIGINT and 0 < self._asked_at < now - 1)
        self._asked_at = self._asked_at or now

    def _watch(self) -> int:
        while not self._asked_at:
            for child in self.children:
                if child.died():
                    self._bury(child)
                    if not self._ready and child.deaths >= MOST_DEATHS_BEFORE_READY:
                        return self._give_up(child)
                if not child.running and time.monotonic() >= child.due:
                    self._start(child)
            self._read(TICK)
            self._look_after_guard()
            self._look_whether_ready()
        return 0

    def _start(self, child: Child) -> None:
        child.start()
        self._tell_guard(f"+{child.pid}")
        self._selector.register(child.output, selectors.EVENT_READ, child)

    def _bury(self, child: Child) -> None:
        self._read(0)
        self._tell_guard(f"-{child.pid}")
        with contextlib.suppress(KeyError):
            self._selector.unregister(child.output)
        how = child.bury()
        if not self._stopping:
            self.journal.say(f"{child.program.name} {how}")

    def _read(self, timeout: float) -> None:
        """What the processes printed since the last look; sleeps up to `timeout` where nothing did."""
        for key, _events in self._selector.select(timeout):
            child: Child = key.data
            data = os.read(key.fd, 65536)
            if data:
                self.journal.take(child.program.name, data)
            else:
                self._selector.unregister(key.fileobj)
        if not self._selector.get_map():
            time.sleep(timeout)

    def _give_up(self, child: Child) -> int:
        name = child.program.name
        path = self.journal.path(name)
        self.journal.say(f"{name} does not start" + (f"; the reason is at the end of {path}" if path else ""))
        return 1

    def _look_whether_ready(self) -> None:
        if self._ready or time.monotonic() < self._ask_at:
            return
        missing = self.readiness.missing() if self.readiness else []
        self._ask_at = time.monotonic() + READY_EVERY
        if not missing:
            self._ready = True
            self.on_ready()
        elif time.monotonic() > self._remind_at:
            self._remind_at = time.monotonic() + REMIND_EVERY
            self.journal.say(f"not ready yet: {', '.join(missing)}")

    def _stop(self) -> None:
        """Everyone is asked at once and has its own time; a second Ctrl-C cuts it short."""
        self._stopping, asked = True, time.monotonic()
        self.journal.say("stopping")
        for child in self.children:
            child.signal(signal.SIGTERM)
        while running := [child for child in self.children if child.running]:
            for child in running:
                if self._hurried or time.monotonic() - asked > child.program.grace:
                    child.signal(signal.SIGKILL)
                if child.died():
                    self._bury(child)
            self._read(TICK)

    # The guard: a process of its own that ends the rest if this one is killed.

    def _start_guard(self) -> None:
        self._guard = subprocess.Popen(
            [sys.executable, str(GUARD), str(self._guard_grace)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
            pass_fds=[self._lock.fileno()] if self._lock else [],
        )
        for child in self.children:
            if child.running:
                self._tell_guard(f"+{child.pid}")

    def _tell_guard(self, line: str) -> None:
        assert self._guard.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # a dead guard is noticed and replaced in `_look_after_guard`
            self._guard.stdin.write(f"{line}\n")
            self._guard.stdin.flush()

    def _look_after_guard(self) -> None:
        if self._guard.poll() is not None:
            self._start_guard()

    def _dismiss_guard(self) -> None:
        assert self._guard.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._guard.stdin.close()
        self._guard.wait()
