"""Run by its path, in a process of its own: ends what the supervisor started when the supervisor itself was killed.

Reads `+<process group>` and `-<process group>` a line on standard input. The end of the input means that the
supervisor is gone: what is still on the list gets SIGTERM and, as many seconds later as the argument says, SIGKILL.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable


def groups_left(lines: Iterable[str]) -> set[int]:
    groups: set[int] = set()
    for line in lines:
        sign, number = line[:1], line[1:].strip()
        if number.isdecimal():
            (groups.add if sign == "+" else groups.discard)(int(number))
    return groups


def send(group: int, number: int) -> bool:
    """False when nobody is left in the process group."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so for a group of zombies
        return False
    return True


def end(groups: set[int], grace: float) -> None:
    left = {group for group in groups if send(group, signal.SIGTERM)}
    deadline = time.monotonic() + grace
    while left and time.monotonic() < deadline:
        time.sleep(0.1)
        left = {group for group in left if send(group, 0)}
    for group in left:
        send(group, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(KeyboardInterrupt):
        end(groups_left(sys.stdin), grace=float(sys.argv[1]))


if __name__ == "__main__":
    main()
