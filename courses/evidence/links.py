"""Whether the addresses of the studies still lead somewhere: a job per address and month, hosts never crowded."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from courses.evidence.pages import StudyPage
from courses.evidence.reports import LinkCheck
from courses.evidence.visiting import Number, Visit, is_public, visit
from courses.jobs.enqueueing import enqueue
from courses.jobs.models import Job

KIND = "evidence.check_link"
DOI_RESOLVER = "https://doi.org/"
BROKEN = 2  # failures in a row
PAUSE = 5  # seconds between two visits of a host
SECOND_LOOK = timedelta(days=3)
LONGEST_TURN = 40  # seconds
LONGEST_WAIT = 8.0  # seconds


class CrowdedError(Exception):
    """Another visit of the host is under way; the job waits for its next attempt."""


def address_of(study: StudyPage) -> str:
    """Where its source stands; `looking_after` says the same to the database."""
    return f"{DOI_RESOLVER}{study.doi}" if study.doi else study.address


def enqueue_checks(*, at: datetime | None = None) -> int:
    """A job for each address of a published study that has none this month yet; says how many were made."""
    now = at or timezone.now()
    wanted = {}
    for study in StudyPage.objects.live().order_by("-pk").only("doi", "address"):
        if url := address_of(study):
            wanted[_key(url, now)] = (study.pk, url)
    known = set(Job.objects.filter(kind=KIND, key__endswith=f"{now:%Y-%m}").values_list("key", flat=True))
    new = {key: value for key, value in wanted.items() if key not in known}
    hosts: Counter[str] = Counter()
    for key, (pk, url) in new.items():
        host = urlsplit(url).hostname or ""
        starts = now + timedelta(seconds=2 * PAUSE * hosts[host])
        hosts[host] += 1
        enqueue(kind=KIND, key=key, payload={"study": pk}, not_before=starts)
    return len(new)


def _key(url: str, at: datetime) -> str:
    return f"{KIND}:{hashlib.sha256(url.encode()).hexdigest()[:32]}:{at:%Y-%m}"


def run(job: Job, *, allowed: Callable[[Number], bool] = is_public, pause: int = PAUSE) -> Callable[[], None] | None:
    study = StudyPage.objects.filter(pk=job.payload["study"]).first()
    url = address_of(study) if study is not None else ""
    if not url:
        return None
    found = visit(url, allowed=allowed, turn=partial(turn, pause=pause))
    return partial(write, url=url, found=found, job=job)


def write(*, url: str, found: Visit, job: Job) -> None:
    """The first failure is followed by a second look, so that a bad day of a host breaks no address."""
    with transaction.atomic():
        LinkCheck.objects.get_or_create(url=url, defaults={"checked_at": timezone.now()})
        check = LinkCheck.objects.select_for_update().get(url=url)
        if found.works:
            check.failures = 0
        elif not found.is_unclear:
            check.failures += 1
            if check.failures == 1:
                starts = timezone.now() + SECOND_LOOK
                enqueue(kind=KIND, key=f"{job.key}:again"[:200], payload=job.payload, not_before=starts)
        check.checked_at, check.status, check.reason = timezone.now(), found.status, found.reason[:200]
        check.save()


@contextmanager
def turn(host: str, *, pause: int = PAUSE) -> Iterator[None]:
    """One visit of a host at a time, over all workers, and a pause after it. Raises CrowdedError."""
    key = f"{KIND}:{hashlib.sha256(host.encode()).hexdigest()[:32]}"
    ends = time.monotonic() + LONGEST_WAIT
    while not cache.add(key, 1, LONGEST_TURN):
        if time.monotonic() > ends:
            raise CrowdedError(host)
        time.sleep(0.25)
    try:
        yield
    finally:
        if pause:
            cache.set(key, 1, pause)
        else:
            cache.delete(key)
