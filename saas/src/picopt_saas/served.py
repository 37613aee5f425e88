"""What the server loads in its worker process: the application, and limits to what clients may hold."""

from typing import Final

from django.conf import settings

from picopt_runtime.connections import limit_an_address
from picopt_saas.bodies import BodiesInTime
from picopt_saas.content_type import in_utf8
from picopt_saas.wsgi import application as pages

__all__ = ["application"]

_MOST: Final = 512
"""More than a gateway ever opens."""

application = BodiesInTime(
    in_utf8(pages), threads=settings.PICOPT.platform_threads, longest=settings.DATA_UPLOAD_MAX_MEMORY_SIZE
)

if not settings.PICOPT.trusted_proxies:
    limit_an_address(_MOST)
