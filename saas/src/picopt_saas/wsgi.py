"""The application for a WSGI server: `granian --interface wsgi picopt_saas.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picopt_saas.settings")

application = get_wsgi_application()
