"""What the server loads in its worker process: the application, and a limit to what one address may hold."""

from typing import Final

from django.conf import settings

from picopt_runtime.connections import limit_an_address
from picopt_saas.wsgi import application

__all__ = ["application"]

_MOST: Final = 512
"""More than a gateway ever opens."""

if not settings.PICOPT.trusted_proxies:
    limit_an_address(_MOST)
