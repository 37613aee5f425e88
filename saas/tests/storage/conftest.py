import uuid

import pytest

from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.s3 import S3Storage


@pytest.fixture
def s3_storage(s3_endpoint):
    """A place of its own in the one bucket; every further bucket costs this server seconds."""
    return S3Storage("probe", f"some/{uuid.uuid4().hex}", endpoint=s3_endpoint)


@pytest.fixture
def disk_storage(tmp_path):
    return DiskStorage(tmp_path / "objects")
