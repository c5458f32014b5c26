"""The HTTP server in this process that `live_site` gives to browsers."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler


class Server(ThreadedWSGIServer):
    """Answers only while a test lasts: what a page asks afterwards would be answered from another database, and the
    thread that keeps its connection to the browser would keep that to the database too."""

    request_queue_size = 50

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), QuietWSGIRequestHandler)
        self.set_app(StaticFilesHandler(WSGIHandler()))
        self.url = f"http://127.0.0.1:{port}"
        self._is_open = False
        self._sockets: dict[threading.Thread, socket.socket] = {}

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            self._hang_up()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        thread = threading.current_thread()
        self._sockets[thread] = request
        try:
            if self._is_open:  # asked only now, so that who hangs up sees every thread that answers
                super().process_request_thread(request, client_address)
            else:
                self.shutdown_request(request)
        finally:
            del self._sockets[thread]

    def _hang_up(self, seconds: float = 20) -> None:
        """Waits until each thread has ended its answer, and with it its connection to the database."""
        end = time.monotonic() + seconds
        for thread, connected in list(self._sockets.items()):
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RD)
            thread.join(max(end - time.monotonic(), 0))
