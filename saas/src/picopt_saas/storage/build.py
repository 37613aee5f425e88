"""Makes the storage that `STORAGE_URL` names."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from picopt_saas.storage.bucket import Bucket
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.port import Storage
from picopt_saas.storage.presigned import Presigner
from picopt_saas.storage.s3 import S3Storage, key_prefix


def storage() -> Storage:
    """The storage of this process."""
    return build_storage(settings.PICOPT.storage_url)


def archive_storage() -> Storage:
    """Where the archive's objects are."""
    return build_storage(settings.PICOPT.archive_url or settings.PICOPT.storage_url)


@lru_cache(maxsize=4)
def build_storage(url: str) -> Storage:
    """`file:/some/folder`, or `s3://bucket/prefix?endpoint=http://host:port&region=name`. Raises ValueError."""
    if url.startswith("file:"):
        return DiskStorage(Path(url.removeprefix("file:").removeprefix("//")))
    return _bucket(url)


def bucket() -> Bucket:
    """The bucket of this process, where `presigner` says that there is one."""
    store = storage()
    assert isinstance(store, S3Storage)  # noqa: S101 -- so it is, where addresses are signed
    return Bucket(store)


def presigner() -> Presigner | None:
    """Signs addresses in the bucket; None where files are in a folder, or sites cannot reach the bucket."""
    return build_presigner(settings.PICOPT.storage_url, settings.PICOPT.storage_public_url)


@lru_cache(maxsize=4)
def build_presigner(url: str, public_url: str) -> Presigner | None:
    """For the storage that `url` names, whose server sites reach at `public_url`."""
    if url.startswith("file:"):
        return None
    bucket, prefix, options = _read(url)
    if options.get("endpoint") and not public_url:
        return None
    region = options.get("region", "us-east-1")
    return Presigner(bucket, key_prefix(prefix), public=public_url or None, region=region)


def _bucket(url: str) -> S3Storage:
    bucket, prefix, options = _read(url)
    return S3Storage(bucket, prefix, endpoint=options.get("endpoint"), region=options.get("region", "us-east-1"))


def _read(url: str) -> tuple[str, str, dict[str, str]]:
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError(f"STORAGE_URL: expected file:/folder or s3://bucket/prefix, got {url!r}")
    return parts.netloc, parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()}
