"""How often one address may ask: by the address that the trusted proxies name, as all other limits."""

from typing import Any

from allauth.account.adapter import get_adapter
from rest_framework.throttling import SimpleRateThrottle


class PerAddress(SimpleRateThrottle):
    """`allow_request` counts a request, of Django or of the framework; `wait` says for how many seconds the next is
    too early."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return str(self.cache_format % {"scope": self.scope, "ident": get_adapter().get_client_ip(request)})


class Asking(PerAddress):
    scope = "evidence"
    rate = "60/min"


class TakingAway(PerAddress):
    """A workshop shares one address."""

    scope = "evidence_export"
    rate = "60/min"


class TakingMuchAway(PerAddress):
    """A file of two thousand studies takes a core for three seconds."""

    scope = "evidence_large_export"
    rate = "10/min"
