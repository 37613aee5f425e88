"""The application for a WSGI server; `python -m picopt_saas.serve` serves it as strangers may reach it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picopt_saas.settings")

application = get_wsgi_application()
