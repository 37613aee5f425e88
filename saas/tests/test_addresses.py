"""Links lead to the configured address and to pages that exist, whatever a request says about itself."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from picopt_saas.accounts.members import create_verified_user

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("G5")]
PERSON = {"email": "new@example.com", "password1": "a-good-long-one-7", "password2": "a-good-long-one-7"}
HOSTILE = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}


@pytest.fixture
def shop(settings):
    """The dashboard at an address of its own, that also answers to every other name, as a careless operator has it."""
    settings.PICOPT = settings.PICOPT.model_copy(update={"public_url": "http://dashboard.localhost:8000"})
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def ann(client):
    person = create_verified_user("ann@example.com", "a-long-password-1")
    client.post(reverse("account_login"), {"login": person.email, "password": "a-long-password-1"})
    return client


def links(mails):
    assert mails
    return [urlsplit(link) for mail in mails for link in re.findall(r"https?://\S+", mail.body)]


def ask_for_a_reset(client):
    create_verified_user(PERSON["email"], "a-long-password-1")
    client.post(reverse("account_reset_password"), {"email": PERSON["email"]}, headers=HOSTILE)


def sign_up(client):
    client.post(reverse("account_signup"), PERSON, headers=HOSTILE)


def sign_up_again(client):
    create_verified_user(PERSON["email"], "a-long-password-1")
    sign_up(client)


@pytest.mark.parametrize("act", [sign_up, sign_up_again, ask_for_a_reset])
@pytest.mark.usefixtures("shop")
def test_a_hostile_host_leads_nobody_astray(client, mailoutbox, act):
    act(client)
    assert {link.netloc for link in links(mailoutbox)} == {"dashboard.localhost:8000"}


@pytest.mark.usefixtures("shop")
def test_an_invitation_leads_to_the_public_address(ann, mailoutbox):
    ann.post(reverse("invite"), {"email": "bob@example.com"}, headers=HOSTILE)
    found = links(mailoutbox)
    assert {link.netloc for link in found} == {"dashboard.localhost:8000"}
    assert reverse("join") in {link.path for link in found}


@pytest.mark.parametrize("act", [sign_up, ask_for_a_reset])
def test_other_hosts_are_refused(client, mailoutbox, act):
    act(client)
    assert mailoutbox == []
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_the_gateway_and_probes_may_use_any_name(site):
    for path in ("/internal/v1/account", "/health/ready", "/metrics"):
        token = f"Bearer {site.token()}"
        answer = site.client.get(path, headers={"Host": "10.0.0.7:8000", "Authorization": token})
        assert answer.status_code == 200, path


def test_the_address_for_buying_credits_that_the_api_gives_is_a_page(site, ann):
    url = site.ask("GET", "/v1/account").json()["buy_url"]
    assert url.startswith("http://localhost:8000/")
    page = ann.get(urlsplit(url).path)
    assert page.status_code == 200
    assert "Credit packs" in page.content.decode()
