"""The WSGI entry point (gunicorn incubator.wsgi)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "incubator.settings")

application = get_wsgi_application()

# Everything that a request needs is loaded before gunicorn forks, and the collector leaves it alone afterwards:
# the workers then share it, and nobody's first page is the slow one.
get_resolver().url_patterns  # noqa: B018  # looking is what loads it
gc.collect()
gc.freeze()
