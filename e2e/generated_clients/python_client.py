"""Downloads a result file with the package that openapi-python-client generates; prints the file's SHA-256."""

import hashlib
import os
import sys

from picture_optimizer_api_client import AuthenticatedClient
from picture_optimizer_api_client.api.items import file_get
from picture_optimizer_api_client.types import File

client = AuthenticatedClient(base_url=os.environ["PICOPT_URL"], token=os.environ["PICOPT_API_KEY"])
answer = file_get.sync(file_id=os.environ["FILE_ID"], client=client)
assert isinstance(answer, File), answer
sys.stdout.write(hashlib.sha256(answer.payload.read()).hexdigest())
