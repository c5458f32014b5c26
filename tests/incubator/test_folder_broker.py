"""The broker in a folder: what one process writes, another reads whole or not yet."""

import contextlib
import json
import resource
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem

from incubator import folder_broker
from incubator.celery import app

OURS, KOMBUS = folder_broker.Transport, filesystem.Transport


def channel(folder: Path, transport: type = OURS) -> Any:
    options = {name: str(folder) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    return Connection(transport=transport, transport_options=options).channel()


class LookedAt:
    """Part of a message; while it is being written somebody reads the queue."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def __json__(self) -> str:
        with contextlib.suppress(Empty):
            self.reader._get("work")
        return "ñandú"


@contextlib.contextmanager
def room_for(size: int) -> Iterator[None]:
    """As on a full disk: no file can grow beyond `size` bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_message_is_read_whole_or_not_yet(tmp_path: Path) -> None:
    channel(tmp_path)._put("work", {"body": LookedAt(channel(tmp_path))})
    assert channel(tmp_path)._get("work") == {"body": "ñandú"}
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_message(tmp_path: Path) -> None:
    with room_for(1000), pytest.raises(ChannelError, match="Cannot add file"):
        channel(tmp_path)._put("work", {"body": "ñ" * 2000})
    assert list(tmp_path.iterdir()) == []


def test_kombu_alone_reads_half_messages(tmp_path: Path) -> None:
    """The control: where this fails, kombu has mended its transport and ours can go."""
    with pytest.raises(json.JSONDecodeError):
        channel(tmp_path, KOMBUS)._put("work", {"body": LookedAt(channel(tmp_path, KOMBUS))})
    with room_for(1000), contextlib.suppress(ChannelError):
        channel(tmp_path, KOMBUS)._put("work", {"body": "ñ" * 2000})
    with pytest.raises(json.JSONDecodeError):
        channel(tmp_path, KOMBUS)._get("work")


def test_two_write_while_a_third_reads(tmp_path: Path) -> None:
    def write() -> None:
        for number in range(200):
            channel(tmp_path)._put("work", {"number": number})

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    reader, found = channel(tmp_path), []
    while any(writer.is_alive() for writer in writers) or reader._size("work"):
        with contextlib.suppress(Empty):
            found.append(reader._get("work")["number"])
    assert sorted(found) == sorted(2 * list(range(200)))


def test_queues_bound_at_the_same_moment_are_all_in_the_table(tmp_path: Path) -> None:
    names = [f"queue-{number}" for number in range(20)]
    start = threading.Barrier(len(names))
    trouble: list[Exception] = []

    def bind(name: str) -> None:
        own = channel(tmp_path)
        start.wait()
        try:
            own._queue_bind("work", name, "", name)
        except Exception as error:
            trouble.append(error)

    threads = [threading.Thread(target=bind, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert sorted(row.queue for row in channel(tmp_path).get_table("work")) == sorted(names)
    assert [path.name for path in tmp_path.iterdir()] == ["work.exchange"]


def test_the_site_uses_it() -> None:
    assert app.main == "incubator"
    with Connection("filesystem://") as connection:
        assert isinstance(connection.transport, OURS)
