"""The composition root: everything else is put together here."""

from incubator.celery import app as celery_app

__all__ = ["celery_app"]
