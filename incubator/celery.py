"""The Celery application: `celery -A incubator worker`, `celery -A incubator beat`."""

import os

from celery import Celery

from incubator import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incubator.settings")

folder_broker.register()
app = Celery("incubator")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
