"""Letters about sites that a key is used from, when requests come at once and while the account is closed."""

from functools import partial
from threading import Event

import pytest
from django.db import transaction
from together import at_once

from picopt_saas.accounts.keys import create_key, delete_key
from picopt_saas.accounts.mail.events import note_site
from picopt_saas.accounts.members import create_verified_user, open_account
from picopt_saas.accounts.models import OutgoingMail, SentMail
from picopt_saas.accounts.sites import add_site
from picopt_saas.dashboard.closing import close_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account():
    return open_account(create_verified_user("ann@example.com", "a-long-password-1"))


@pytest.fixture
def key(account):
    return create_key(add_site(account, "https://example.com"))[0]


def used_from(key, name):
    note_site(key, f"WordPress/7.1; https://{name}.example.org")


def test_of_many_sites_at_once_three_are_told(key, settings):
    settings.EMAIL_BACKEND = "picopt_saas.accounts.outgoing.QueuedMail"
    assert at_once(*(partial(used_from, key, f"made-up-{number}") for number in range(12))) == [None] * 12
    assert SentMail.objects.count() == OutgoingMail.objects.count() == 3


def test_a_key_that_was_deleted_while_its_request_was_under_way_tells_nobody(key):
    delete_key(key)
    used_from(key, "copy")
    assert not SentMail.objects.exists()


def test_no_site_is_remembered_that_was_told_while_the_account_was_closed(account, key):
    is_told, is_closing = Event(), Event()

    def told():
        with transaction.atomic():
            used_from(key, "copy")
            is_told.set()
            is_closing.wait(1)

    def closed():
        is_told.wait(30)
        close_account(account)
        is_closing.set()

    assert at_once(told, closed) == [None, None]
    assert not SentMail.objects.exists()
