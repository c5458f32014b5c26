import fcntl
import os
import time
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another supervisor works in this folder; `args[0]` is its process id, 0 when it is being cleaned up after."""


def lock(path: Path, *, patience: float = 15.0) -> IO[str]:
    """Holds the folder for one supervisor until the file is closed everywhere, the guard's copy included.

    Waits `patience` seconds where the owner is dead and only its guard still ends what it left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+", encoding="ascii")
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _owner(file)
            if _alive(owner) or time.monotonic() > deadline:
                file.close()
                raise AlreadyRunning(owner) from None
            time.sleep(0.2)
        else:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            return file


def _owner(file: IO[str]) -> int:
    file.seek(0)
    text = file.read().strip()
    return int(text) if text.isdecimal() else 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid > 0
