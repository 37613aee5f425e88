"""Credits end in the middle of a library and are bought: what the site, the owner and the books see (D4)."""

import re

import pytest
from django.core import mail

from picopt_saas.accounts.members import create_verified_user
from picopt_saas.accounts.models import Membership
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.telling import low_balances
from picopt_saas.jobs.models import Charge, Item

pytestmark = [pytest.mark.acceptance("D4"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def poor(make_site):
    """A site whose account has two credits left."""
    return make_site("Poor", credits=2)


@pytest.fixture
def owner(client, poor):
    """The account's owner, signed in."""
    person = create_verified_user("ann@example.com", "a-long-password-1")
    Membership.objects.create(account=poor.account, user=person, role=Membership.Role.OWNER)
    client.post("/account/login/", {"login": person.email, "password": "a-long-password-1"})
    return client


def fetch_all(site, job_id):
    for item in site.job(job_id)["items"]:
        for file in item["export"]["files"]:
            assert site.ask("GET", f"/v1/files/{file['id']}").status_code == 200


def buy(owner, product):
    """Through the plan page and the sandbox's payment page, as a person does."""
    once = re.search(r'name="once" value="(\w+)"', owner.get("/plan").content.decode())[1]
    page = owner.post("/plan/buy", {"product": product, "once": once}).headers["Location"]
    back = owner.post(page.removeprefix("http://localhost:8000")).headers["Location"]
    return owner.get(back.removeprefix("http://localhost:8000")).content.decode()


def test_what_stops_without_credits_goes_on_after_they_are_bought(poor, owner, make_pictures, run_worker):
    pictures = make_pictures(4)
    first = poor.order_pictures(*pictures[:2], pipeline="export")
    rest = [poor.item(data, reference=f"2:{number}") for number, data in enumerate(pictures[2:])]
    for data in pictures[2:]:
        poor.upload(data)

    refused = poor.order(*rest, pipeline="export")
    assert refused.status_code == 402
    assert (refused.json()["needed"], refused.json()["available"]) == (2, 0), "it says what is missing"
    run_worker()
    fetch_all(poor, first["id"])
    assert (Item.objects.count(), Charge.objects.filter(state="held").count()) == (2, 0), "nothing is half ordered"

    for _ in range(2):
        low_balances()
    assert [letter.subject for letter in mail.outbox] == ["You are out of Picture Optimizer credits"]
    assert "/plan" in mail.outbox[0].body
    asked = poor.ask("GET", "/v1/account").json()
    assert asked["credits"]["available"] == 0
    assert owner.get(asked["buy_url"].removeprefix("http://localhost:8000")).status_code == 200

    returned = buy(owner, "pack-500")
    assert "500 credits were added" in returned
    second = poor.order(*rest, pipeline="export")
    assert second.status_code == 202, "the same order, as the site sends it again"
    run_worker()
    fetch_all(poor, second.json()["id"])
    balance = poor.balance()
    assert (balance.used, balance.held, balance.available) == (4, 0, 498)
    assert [proof.faults for proof in prove() if proof.faults] == []
    low_balances()
    assert len(mail.outbox) == 1, "500 are not few"
