"""A small typed client of the public API.

>>> client = PictureOptimizer("https://api.example", "po_live_…")  # doctest: +SKIP
>>> image = client.upload(Path("photo.jpg"))  # doctest: +SKIP
"""

from picopt_client.client import PictureOptimizer
from picopt_client.errors import ApiError, BrokenDownloadError, ClientError, UnreachableError

__all__ = ["ApiError", "BrokenDownloadError", "ClientError", "PictureOptimizer", "UnreachableError"]
