"""The order in which things are shown, and the names they have in HTML.

Both depend on the seed of a person and exercise alone, so they are the same in every language and attempt.
"""

from collections.abc import Iterable
from hashlib import blake2s
from random import Random

SEEDS = 2**64


def token(seed: int, identity: str) -> str:
    """What an option is called in a page: says nothing of ids that a course's author may have counted up."""
    return blake2s(identity.encode(), key=(seed % SEEDS).to_bytes(8), digest_size=6).hexdigest()


def unordered(identities: Iterable[str]) -> list[str]:
    """Always the same order, which has nothing to do with the one that was written."""
    return sorted(identities, key=lambda identity: (token(0, identity), identity))


def shuffled(identities: Iterable[str], seed: int) -> list[str]:
    order = unordered(identities)
    Random(seed).shuffle(order)  # noqa: S311  # to be the same again, not to be secret
    return order
