"""Account B with every route and every kind of id of account A: it learns and changes nothing (G2).

What B gets for a thing of A's must be what it gets for a thing that never existed: status, code, words.
"""

import re
from dataclasses import dataclass

import pytest
import urllib3

from picopt_contract.errors import Problem
from picopt_contract.jobs import JobRequest, Receipt, RegenerateRequest, ReviewedText
from picopt_contract.previews import PreviewRequest
from picopt_contract.quotes import QuoteRequest
from picopt_contract.routes import ROUTES
from picopt_contract.settings import PictureItem

pytestmark = pytest.mark.acceptance("G2")


@dataclass
class Belongings:
    """What A has, by the names that the routes use."""

    sha256: str
    quote_id: str
    job_id: str
    item_id: str
    file_id: str
    picture: PictureItem


def invented(belongings):
    """The same kinds of ids, of nobody."""

    def turn(value):
        return value[:4] + value[4:][::-1] if value[3] == "_" else value[::-1]

    names = ("sha256", "quote_id", "job_id", "item_id", "file_id")
    ids = {name: turn(getattr(belongings, name)) for name in names}
    return Belongings(**ids, picture=belongings.picture.model_copy(update={"sha256": ids["sha256"]}))


@pytest.fixture(scope="module")
def belongings(site):
    _image, item = site.uploaded()
    job = site.client.wait(site.ordered(item).id)
    [done] = job.items
    assert done.export is not None, done.reason
    _image, second = site.uploaded()
    quote = site.quoted(second)
    return Belongings(
        sha256=second.sha256,
        quote_id=quote.id,
        job_id=job.id,
        item_id=done.id,
        file_id=done.export.files[0].id,
        picture=second,
    )


def body(route, owned):
    """The JSON that a stranger would send to `route`."""
    items = [owned.picture]
    messages = {
        "quote_create": QuoteRequest(pipeline="export", items=items),
        "job_create": JobRequest(quote_id=owned.quote_id, pipeline="export", items=items),
        "preview_create": PreviewRequest(sha256=owned.sha256),
        "item_metadata": ReviewedText(alt="Mine now"),
        "item_regenerate": RegenerateRequest(),
        "item_receipt": Receipt(outcome="not_applied", reason="Mine now"),
    }
    message = messages.get(route.name)
    return message.model_dump_json().encode() if message else None


def ask(stack, who, route, owned, number):
    """What `who` is told, without what differs from request to request."""
    path = re.sub(r"{(\w+)}", lambda match: getattr(owned, match[1]), route.path)
    data = b"x" if route.name == "image_put" else body(route, owned)
    headers = who.auth | {"Idempotency-Key": f"isolation-{route.name}-{number}", "Content-Type": "application/json"}
    if route.name == "image_put":
        headers["Content-Range"] = f"bytes 5-5/{owned.picture.bytes}"
    answer = urllib3.request(route.method, stack.url + path, headers=headers, body=data, retries=False)
    words = answer.data.decode()
    if answer.headers["Content-Type"] == "application/problem+json" and words:
        problem = Problem.model_validate_json(words)
        words = f"{problem.code}: {problem.detail} {problem.field} {problem.offset}"
    offset = answer.headers.get("Upload-Offset")
    return answer.status, words.replace(owned.sha256, "SHA").replace(owned.quote_id, "QUOTE"), offset


NAMED = [route for route in ROUTES if "{" in route.path or route.name in {"job_create", "preview_create"}]


@pytest.mark.parametrize("route", NAMED, ids=lambda route: route.name)
def test_what_is_another_accounts_looks_like_what_never_existed(stack, stranger, belongings, route):
    real = ask(stack, stranger, route, belongings, "real")
    nobodys = ask(stack, stranger, route, invented(belongings), "nobodys")
    assert real == nobodys
    assert real[0] >= 400


def test_a_quote_does_not_tell_that_others_have_the_picture(stranger, belongings):
    [mine] = stranger.quoted(belongings.picture).items
    assert not mine.uploaded
    assert not mine.paid_before


def test_a_list_of_jobs_is_the_accounts_own(stranger, belongings):
    assert belongings.job_id not in [job.id for job in stranger.client.jobs().jobs]


def test_nothing_of_the_owners_has_changed(site, stranger, belongings):
    """Runs last: after everything that the stranger has tried."""
    job = site.client.whole_job(belongings.job_id)
    assert [item.state for item in job.items] == ["ready"]
    assert {charge.state for item in job.items for charge in item.charges} == {"held"}
    credits = stranger.client.account().credits
    assert (credits.available, credits.held, credits.used) == (credits.granted, 0, 0)


def test_cursors_of_another_account_open_nothing(stack, site, stranger, belongings):
    for _ in range(2):
        urllib3.request("GET", f"{stack.url}/v1/jobs?cursor={belongings.job_id}", headers=stranger.auth)
    page = urllib3.request("GET", f"{stack.url}/v1/jobs?cursor={belongings.job_id}", headers=stranger.auth)
    assert belongings.job_id not in page.data.decode() or page.status == 422
