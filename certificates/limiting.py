"""How often one address may ask about certificates: a fixed window, counted in the cache that all processes share."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 60  # seconds
MOST = 60  # an office that checks a pile of certificates shares one address


def is_within_limit(request: HttpRequest) -> bool:
    """Counts this request."""
    address = get_adapter().get_client_ip(request)
    window = int(time.time()) // WINDOW
    key = f"certificates.verify:{hashlib.sha256(address.encode()).hexdigest()[:32]}:{window}"
    cache.add(key, 0, WINDOW * 2)
    try:
        return bool(cache.incr(key) <= MOST)
    except ValueError:  # the cache dropped it meanwhile
        return True
