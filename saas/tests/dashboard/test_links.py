"""Every link, button and image of the dashboard leads to something that exists (U2), with and without an account."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve
from django.urls.exceptions import Resolver404

from picopt_saas.accounts.connect import begin, note_interest
from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.jobs.models import Item, Job

pytestmark = [pytest.mark.acceptance("U2"), pytest.mark.django_db]
HOME = "http://localhost:8000/"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


class Links(HTMLParser):
    """What a page leads to: by GET, and by forms that send something."""

    def __init__(self, html):
        super().__init__()
        self.get, self.posts, self.ids = [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        self.ids.add(has.get("id"))
        target = has.get("href") or has.get("src") or has.get("hx-get")
        if target and tag != "form":
            self.get.append(target)
        if tag == "form" and has.get("method", "get").lower() == "get":
            self.get.append(has.get("action") or "")
        elif tag == "form":
            self.posts.append(has.get("action") or "")


def crawl(client, *starts):
    """Follow everything; the pages by address."""
    pages, ahead = {}, [urljoin(HOME, start) for start in starts]
    while ahead:
        address = ahead.pop()
        bare, fragment = urldefrag(address)
        parts = urlsplit(bare)
        if f"{parts.scheme}://{parts.netloc}/" != HOME:
            assert parts.scheme in {"mailto", "data"} or bare.startswith("http://localhost:8080/docs"), address
            continue
        if bare not in pages:
            pages[bare] = fetch(client, parts)
            ahead += [urljoin(bare, link) for link in pages[bare].get]
            for action in pages[bare].posts:
                assert_answers(urljoin(bare, action))
        assert not fragment or fragment in pages[bare].ids, f"{address}: nothing has this id"
    return pages


def fetch(client, parts):
    if parts.path.startswith("/static/"):
        assert finders.find(parts.path.removeprefix("/static/")), parts.path
        return Links("")
    answer = client.get(f"{parts.path}?{parts.query}", follow=True)
    assert answer.status_code == 200, f"{parts.path}: {answer.status_code}"
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    links = Links(answer.content.decode() if is_page else "")
    if answer.streaming:  # a download that is not read to its end keeps its account from the next
        list(answer.streaming_content)
    return links


def assert_answers(address):
    """A form is not sent, but somebody must be there to take it."""
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        pytest.fail(f"{address}: nobody takes this form")


def test_a_stranger_reaches_no_dead_end(client):
    pages = crawl(client, "/", "/account/login/", "/account/signup/", "/connect", "/account/password/reset/")
    assert f"{HOME}account/signup/" in pages


def test_a_customer_reaches_no_dead_end(ann, account, user, exported_job):
    key, _ = create_key(add_site(account, "https://example.com"))
    ledger.grant(account, 100, reference="g", expires_at=None)
    ledger.reserve(account, [ledger.HoldRequest(reference="a", line="export", credits=3)], api_key=key)
    wish, _ = begin("https://example.com", CHALLENGE)
    note_interest(wish, user)
    pages = crawl(ann, "/", f"/connect?code={wish.user_code}")
    for path in ("jobs", "keys", "plan", "ledger", "members", "account/email/", "account/2fa/"):
        assert f"{HOME}{path}" in pages, path
    assert f"{HOME}jobs/{exported_job}" in pages


def test_every_letter_leads_somewhere(client):
    """Letters are shown with a made-up address before the paths; what they lead to has to be one of our pages."""
    letters = [link for link in fetch(client, urlsplit("/mail/preview")).get if link.startswith("/mail/preview/")]
    assert len(letters) > 20, "HTML and text, in each language"
    for letter in letters:
        text = unescape(client.get(letter).content.decode())
        links = re.findall(r"https?://[^\s\"<>]+", text)
        assert links, letter
        paths = {urlsplit(link).path or "/" for link in links} - {
            "/sample"
        }  # stands for an address that is made for each
        for path in paths:
            resolve(path)


@pytest.fixture
def exported_job(account):
    """A job with one image, as its page shows it."""
    job = Job.objects.create(account=account, pipeline="export", settings={})
    Item.objects.create(job=job, account=account, position=0, reference="1:1", sha256="0" * 64, picture={}, price={})
    return job.pk
