"""Who may do what at each of the dashboard's addresses: a table, which every address must be in (G2, G6)."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.models import Account, ApiKey, Membership, Site
from picopt_saas.accounts.sites import add_site
from picopt_saas.api.urls import urlpatterns as internal
from picopt_saas.billing.models import Purchase
from picopt_saas.dashboard.urls import urlpatterns
from picopt_saas.jobs.models import Item, Job
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("G2"), pytest.mark.acceptance("G6")]

# For everybody; what does something there asks for a signature, or shows nothing in production.
PUBLIC = {
    "favicon.ico", "overview", "privacy", "terms", "security", "status", "help", "help_page", "language", "v1/service",
    "webhook", "mail_off", "mailbox", "mail_previews", "mail_preview", "connect",
}  # fmt: skip
# Every member of an account works with it, its keys and its plan; what is named by an id is the account's own.
MEMBERS = {
    "jobs": (), "keys": (), "ledger": (), "ledger_csv": (), "plan": (), "paid": (), "payment_log": (), "buy": (),
    "portal": (), "settle": (), "sandbox_checkout": (), "sandbox_cancel": (),
    "account": (), "switch_account": (), "join": (), "export": (),
    "confirm_by_code": (), "mail_choices": (),
    "job": ("job",), "image": ("item",), "thumbnail": ("item",), "change_key": ("key",), "test_invoice": ("sale",),
    "site_budget": ("site",),
}  # fmt: skip
# Only an owner does these.
OWNERS = ("invite", "remove_member", "close_account")
PASSWORD = "another-password-2"
NAMES = {pattern.name or str(pattern.pattern) for pattern in urlpatterns}


@pytest.fixture
def things(account):
    """One of everything that an account has at an address of its own."""
    site = add_site(account, "https://example.com")
    key, _ = create_key(site)
    job = Job.objects.create(account=account, api_key=key, pipeline="export", settings={})
    picture = {"bytes": 3, "media_type": "image/jpeg"}
    item = Item.objects.create(
        account=account, job=job, position=0, reference="1:1", sha256="0" * 64, picture=picture, price={}
    )
    storage().write(original_key(account.pk, item.sha256), [b"jpg"])
    sale = Purchase.objects.create(
        provider="sandbox", reference="r", payment="p", account=account, product="pro", credits=1, cents=1,
        paid_at=timezone.now(),
    )  # fmt: skip
    return {"job": job.pk, "item": item.pk, "key": key.pk, "sale": sale.pk, "site": site.pk}


@pytest.fixture
def browser():
    def _browser(user):
        """Signed in by password just now, so that nothing but a missing right stops anybody."""
        client = Client(raise_request_exception=False)
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        return client

    return _browser


@pytest.fixture
def member(account, browser):
    bob = create_verified_user("bob@example.com", PASSWORD)
    Membership.objects.create(account=account, user=bob, role=Membership.Role.MEMBER)
    return browser(bob)


@pytest.fixture
def stranger(browser):
    eve = create_verified_user("eve@example.com", PASSWORD)
    account_of(eve)
    return browser(eve)


def rows():
    """What a right would change."""
    models = (Membership, ApiKey, Account, Site, Job, Item)
    return [list(model.objects.order_by("pk").values()) for model in models]


def address(name, things):
    return reverse(name, args=[things[one] for one in MEMBERS.get(name, ())])


def test_every_address_is_in_the_table_once():
    assert {name for name in NAMES if name not in PUBLIC} <= MEMBERS.keys() | set(OWNERS)
    assert not PUBLIC & MEMBERS.keys()
    assert not set(OWNERS) & MEMBERS.keys()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted((MEMBERS.keys() | set(OWNERS)) & NAMES))
def test_nobody_does_anything_without_signing_in(client, things, name, method):
    before = rows()
    answer = getattr(client, method)(address(name, things), {"action": "delete"})
    if method == "post" or answer.status_code != 405:
        assert (answer.status_code, "/account/login/" in answer.headers.get("Location", "")) == (302, True)
    assert rows() == before


@pytest.mark.parametrize("name", sorted(MEMBERS.keys() & NAMES))
def test_a_member_reads_whatever_the_account_has(member, things, name):
    assert member.get(address(name, things)).status_code in (200, 302, 400, 405), "400: no order in the address"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(name for name, ids in MEMBERS.items() if ids and name in NAMES))
def test_what_another_account_has_does_not_exist(stranger, things, name, method):
    before = rows()
    answer = getattr(stranger, method)(address(name, things), {"action": "delete", "monthly_budget": "5"})
    assert answer.status_code in ((404,) if method == "post" else (404, 405))
    assert rows() == before


@pytest.mark.parametrize("name", OWNERS)
def test_what_is_for_owners_a_member_does_not_do(member, account, things, mailoutbox, name):
    before = rows()
    owner = Membership.objects.get(account=account, role="owner").user
    form = {"email": "carol@example.com", "member": owner.pk, "name": account.name}
    member.post(address(name, things), form)
    assert rows() == before
    assert not mailoutbox
    assert "Only an owner" in member.get("/members").content.decode()


def test_a_member_leaves_by_themselves(member, account):
    bob = Membership.objects.get(account=account, role="member").user
    member.post(reverse("remove_member"), {"member": bob.pk})
    assert not Membership.objects.filter(account=account, user=bob).exists()


def test_staff_pages_are_for_staff(ann):
    models = [model._meta for model in admin.site._registry]
    pages = [reverse(f"admin:{model.app_label}_{model.model_name}_changelist") for model in models]
    assert len(pages) > 10
    for who in (Client(), ann):
        for page in [*pages, reverse("admin:index")]:
            answer = who.get(page)
            assert answer.status_code in (302, 403), page
            assert answer.status_code == 403 or "login" in answer.headers["Location"], page


def test_only_the_gateway_is_let_in_behind_it(client):
    routes = [one for one in internal if one.name not in (None, "api-root")]  # every route has a name
    assert len(routes) > 10
    for pattern in routes:
        path = "/internal/" + str(pattern.pattern).replace("<sha256>", "0" * 64).replace("<", "").replace(">", "")
        for method in ("get", "post", "put", "head"):
            assert getattr(client, method)(path).status_code in (401, 405), path
