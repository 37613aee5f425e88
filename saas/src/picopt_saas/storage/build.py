"""Makes the storage that `STORAGE_URL` names."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.port import Storage
from picopt_saas.storage.s3 import S3Storage


def storage() -> Storage:
    """The storage of this process."""
    return build_storage(settings.PICOPT.storage_url)


@lru_cache(maxsize=4)
def build_storage(url: str) -> Storage:
    """`file:/some/folder`, or `s3://bucket/prefix?endpoint=http://host:port&region=name`. Raises ValueError."""
    if url.startswith("file:"):
        return DiskStorage(Path(url.removeprefix("file:").removeprefix("//")))
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError(f"STORAGE_URL: expected file:/folder or s3://bucket/prefix, got {url!r}")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return S3Storage(
        parts.netloc,
        parts.path,
        endpoint=options.get("endpoint"),
        region=options.get("region", "us-east-1"),
    )
