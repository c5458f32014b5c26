import http.client
import json


class Readiness:
    """Asks /readyz from this machine, under the host name that the site answers to."""

    def __init__(self, *, host: str, port: int, site_host: str) -> None:
        self.host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
        self.port = port
        self.site_host = site_host

    def missing(self) -> list[str]:
        """What is not ready yet, empty when everything is. `web` when nobody answers."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": self.site_host})
            answer = connection.getresponse()
            checks = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return ["web"]
        finally:
            connection.close()
        if answer.status == http.HTTPStatus.OK:
            return []
        return [name for name, state in checks.get("checks", {}).items() if state != "ok"] or ["web"]
