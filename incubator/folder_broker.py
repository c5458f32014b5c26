"""kombu's broker in a folder, with files that appear whole.

kombu opens a message's file under its final name and writes into it afterwards, and the table of an exchange likewise:
who reads in between finds nothing, and a worker that cannot read a message ends (https://github.com/celery/kombu/issues/1551).
Here both are written under another name first.
"""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        """Adds a message to `queue`; ChannelError if the folder takes none."""
        path = Path(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        beside = path.with_suffix(".part")
        try:
            beside.write_text(dumps(payload))
            beside.rename(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add file {path.name} to {path.parent}") from error

    def _queue_bind(self, exchange: str, routing_key: Any, pattern: Any, queue: str) -> None:
        """Adds `queue` to the table of `exchange`, which kombu reads and changes under a lock once it is there."""
        table: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # the stubs are older
        if not table.exists():
            table.parent.mkdir(exist_ok=True)
            _appear(table, "[]")
        super()._queue_bind(exchange, routing_key, pattern, queue)


def _appear(path: Path, content: str) -> None:
    """Makes the file `path` at once with its content; leaves one alone that somebody else made meanwhile."""
    beside = path.with_name(f"{path.name}.{uuid.uuid4()}.part")
    try:
        beside.write_text(content)
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError as error:
        raise ChannelError(f"Cannot make {path}") from error
    finally:
        beside.unlink(missing_ok=True)


class Transport(filesystem.Transport):
    Channel = Channel


def register() -> None:
    """From here on `filesystem://` means this broker."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
