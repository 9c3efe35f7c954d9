"""The door for web servers: `granian config.wsgi:application --interface wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from blog import sweeper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

if settings.SWEEP:
    sweeper.start()
