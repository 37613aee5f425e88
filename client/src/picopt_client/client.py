"""The public API as methods. Messages go in and come out as the contract's models."""

import time
import uuid
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, Self, TypeVar
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel

from picopt_client.bucket import Bucket
from picopt_client.downloading import Download, Fetch, is_there
from picopt_client.errors import ApiError, ClientError, UnreachableError, UntrustedAddressError
from picopt_client.transport import Request, Transport, read_message
from picopt_client.uploading import Upload
from picopt_contract.account import Account, Capabilities
from picopt_contract.connect import ConnectCodes, ConnectRequest, ConnectToken, ConnectTokenRequest
from picopt_contract.direct import Downloads
from picopt_contract.images import Image
from picopt_contract.jobs import (
    Item,
    Job,
    JobList,
    JobRequest,
    Receipt,
    ReceiptAnswer,
    RegenerateRequest,
    ResultFile,
    ReviewedText,
)
from picopt_contract.limits import LIMITS
from picopt_contract.previews import Preview, PreviewRequest
from picopt_contract.quotes import Quote, QuoteRequest
from picopt_contract.values import JobState

_Answer = TypeVar("_Answer", bound=BaseModel)
_ENDED: Final = frozenset({JobState.FINISHED, JobState.CANCELLED})


class PictureOptimizer:
    """The service at `url`, as the site that `key` belongs to sees it. One instance serves many threads.

    `seconds` is how long an answer may take, `attempts` how often a busy service is asked.
    Every method raises `ApiError` where the service refuses and `UnreachableError` where it does not answer. A method
    that writes takes an `idempotency_key`; give your own to repeat a request after a crash, or leave it to the client.
    """

    def __init__(self, url: str, key: str, *, seconds: float = 60, attempts: int = 4) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ClientError(f"{url!r} is not the address of a service: it starts with http:// or https://")
        self._transport = Transport(url, seconds=seconds, attempts=attempts)
        self._seconds = seconds
        known = {"Authorization": f"Bearer {key}"} if key else {}  # without one: a site that connects
        self._headers = {**known, "User-Agent": "picopt-client/0.1"}

    @classmethod
    def begin_connecting(cls, url: str, challenge: str, site_url: str) -> ConnectCodes:
        """Ask for the codes of a connection: show the user code, and keep the device code (RFC 8628)."""
        stranger = cls(url, "")
        return stranger._post("/v1/connect", ConnectRequest(site_url=site_url, challenge=challenge), ConnectCodes)

    @classmethod
    def connect(cls, url: str, device_code: str, verifier: str, site_url: str) -> tuple[Self, ConnectToken]:
        """Collect the key of a connection that was confirmed; return a client that uses it, and the key.

        Raises `ApiError` (authorization_pending) while nobody has confirmed it.
        """
        message = ConnectTokenRequest(device_code=device_code, verifier=verifier, site_url=site_url)
        stranger = cls(url, "")
        token = stranger._post("/v1/connect/token", message, ConnectToken)
        return cls(url, token.api_key), token

    def account(self) -> Account:
        """Plan, credits, limits and usage."""
        return self._get("/v1/account", Account)

    def capabilities(self) -> Capabilities:
        """What the service can do, at which prices and within which limits."""
        return self._get("/v1/capabilities", Capabilities)

    def upload(self, source: Path, *, progress: Callable[[int, int], None] | None = None) -> Image:
        """Send an original in parts, from where an earlier upload stopped; return what the service knows of it.

        `progress` is told the bytes that have arrived and how many there are.
        """
        return Upload(self._transport, self._headers, source, progress).run(self._bucket)

    def quote(self, message: QuoteRequest, *, idempotency_key: str = "") -> Quote:
        """Ask what something costs at most; spends nothing."""
        return self._post("/v1/quotes", message, Quote, idempotency_key=idempotency_key or _new_key())

    def preview(self, message: PreviewRequest) -> Preview:
        """One uploaded picture at one size, before and after; free, twenty an hour."""
        return self._post("/v1/previews", message, Preview)

    def create_job(self, message: JobRequest, *, idempotency_key: str = "") -> Job:
        """Order what was quoted; the credits are reserved."""
        return self._post("/v1/jobs", message, Job, idempotency_key=idempotency_key or _new_key())

    def jobs(self, *, cursor: str = "") -> JobList:
        """A page of the account's jobs, newest first."""
        return self._get("/v1/jobs", JobList, cursor=cursor)

    def job(self, job_id: str, *, cursor: str = "", wait: int = 0) -> Job:
        """A job with one page of its items; `wait` seconds for a change at most."""
        return self._get(f"/v1/jobs/{job_id}", Job, cursor=cursor, wait=wait)

    def whole_job(self, job_id: str) -> Job:
        """A job with all of its items."""
        job = self.job(job_id)
        items, cursor = list(job.items), job.next_cursor
        while cursor:
            page = self.job(job_id, cursor=cursor)
            items, cursor = items + page.items, page.next_cursor
        return job.model_copy(update={"items": items, "next_cursor": None})

    def wait(self, job_id: str, *, seconds: float = 600, progress: Callable[[Job], None] | None = None) -> Job:
        """Return the whole job as soon as the service has nothing left to do on it.

        Raises `TimeoutError` after `seconds`; the job goes on. A service that restarts meanwhile is waited for too.
        """
        began, pause = time.monotonic(), 0.1
        while (job := self._look(job_id, until=began + seconds)) is None or job.state not in _ENDED:
            if job and progress:
                progress(job)
            if job and time.monotonic() >= began + seconds:
                raise TimeoutError(f"job {job_id} is still {job.state} after {seconds:g} s")
            time.sleep(pause)  # the service answers at once when too many are waiting
            pause = min(2 * pause, _longest_pause(job, time.monotonic() - began))
        return self.whole_job(job_id)

    def _look(self, job_id: str, *, until: float) -> Job | None:
        """The job when it changes; None while the service is busy or away, unless `until` is over."""
        try:
            return self.job(job_id, wait=LIMITS.long_poll_seconds)
        except (ApiError, UnreachableError) as error:
            passes = isinstance(error, UnreachableError) or error.problem.retryable
            if not passes or time.monotonic() >= until:
                raise
            return None

    def cancel(self, job_id: str, *, idempotency_key: str = "") -> Job:
        """Stop what waits; its credits return."""
        return self._post(f"/v1/jobs/{job_id}/cancel", None, Job, idempotency_key=idempotency_key or _new_key())

    def review(self, item_id: str, text: ReviewedText) -> Item:
        """Give the text as a person left it; the item goes on to export."""
        return self._send("PUT", f"/v1/items/{item_id}/metadata", text, Item)

    def regenerate(self, item_id: str, wish: str = "", *, idempotency_key: str = "") -> Item:
        """Ask for another text; the first is free."""
        message = RegenerateRequest(wish=wish)
        path = f"/v1/items/{item_id}/regenerate"
        return self._post(path, message, Item, idempotency_key=idempotency_key or _new_key())

    def download(self, file: ResultFile, target: Path) -> Path:
        """Fetch a result file to `target`, going on where a broken connection stopped; length and SHA-256 are checked.

        `target` appears only when it is whole. Raises `BrokenDownloadError` when the bytes are not those announced.
        """
        return Download(self._through(f"/v1/files/{file.id}"), file, target).run()

    def download_all(self, item: Item, folder: Path) -> list[Path]:
        """Fetch all files of a result into `folder`, each as its id, straight from the bucket where one answers.

        Checked like `download`; their addresses are asked for once, and again when they have ended. What the bucket
        does not give then comes through the service. What is there already is not fetched again: whoever was refused
        because of a limit goes on where that was.
        """
        files = item.export.files if item.export else []
        found: dict[str, str] = {}
        return [self._locate_and_fetch(item.id, file, folder / file.id, found) for file in files]

    def _locate_and_fetch(self, item_id: str, file: ResultFile, target: Path, found: dict[str, str]) -> Path:
        if is_there(file, target):
            return target
        if file.id not in found:
            found.update(self._locate(item_id))
        try:
            return Download(self._fetcher(found[file.id]), file, target).run()
        except (ApiError, UnreachableError) as error:  # an address that has ended, or a bucket that is away for now
            if isinstance(error, ApiError) and error.problem.retryable:  # another address helps nobody against a limit
                raise
            found.update(self._locate(item_id))
        try:
            return Download(self._fetcher(found[file.id]), file, target).run()
        except UnreachableError:
            return self.download(file, target)

    def _locate(self, item_id: str) -> dict[str, str]:
        answer = self._get(f"/v1/items/{item_id}/downloads", Downloads)
        return {file.id: file.url for file in answer.files}

    def _fetcher(self, url: str) -> Fetch:
        if url.startswith("/"):
            return self._through(url)
        bucket = self._bucket
        if bucket is None:
            raise UntrustedAddressError("the service named no host to fetch files from")
        # A bucket has an ETag of its own; the file's SHA-256 is looked at in the end.
        return lambda ranged: bucket.send(
            "GET", url, headers={name: value for name, value in ranged.items() if name == "Range"}
        )

    def _through(self, target: str) -> Fetch:
        return lambda ranged: self._transport.send(
            Request(method="GET", target=target, headers={**self._headers, **ranged})
        )

    @cached_property
    def _bucket(self) -> Bucket | None:
        """Where bytes go straight to; None where everything goes through the service."""
        hosts = self.capabilities().direct_hosts
        return Bucket(frozenset(hosts), seconds=self._seconds) if hosts else None

    def receipt(self, item_id: str, message: Receipt, *, idempotency_key: str = "") -> ReceiptAnswer:
        """Tell what became of a result; `not_applied` gives credits back, within limits; `reverted` gives none."""
        path = f"/v1/items/{item_id}/receipt"
        return self._post(path, message, ReceiptAnswer, idempotency_key=idempotency_key or _new_key())

    def _get(self, path: str, model: type[_Answer], **query: str | int) -> _Answer:
        given = {name: value for name, value in query.items() if value}
        target = f"{path}?{urlencode(given)}" if given else path
        extra = float(query.get("wait", 0))
        answer = self._transport.send(Request(method="GET", target=target, headers=self._headers, extra_seconds=extra))
        return read_message(answer, model)

    def _post(
        self, path: str, message: BaseModel | None, model: type[_Answer], *, idempotency_key: str = ""
    ) -> _Answer:
        return self._send("POST", path, message, model, {"Idempotency-Key": idempotency_key} if idempotency_key else {})

    def _send(
        self,
        method: str,
        path: str,
        message: BaseModel | None,
        model: type[_Answer],
        headers: Mapping[str, str] | None = None,
    ) -> _Answer:
        body = message.model_dump_json().encode() if message else b""
        kind = {"Content-Type": "application/json"} if message else {}
        request = Request(method=method, target=path, body=body, headers={**self._headers, **kind, **(headers or {})})
        return read_message(self._transport.send(request), model)


def _longest_pause(job: Job | None, waited: float) -> float:
    """Seconds: one image is waited for by a person; of many, nobody minds a tenth of the time that they take."""
    return 2.0 if job and sum(job.counts.values()) == 1 else max(5.0, waited / 10)


def _new_key() -> str:
    return f"py-{uuid.uuid4()}"
