"""A browser that was left open is not enough for what matters: the password is asked for again (G6)."""

import re
import time
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from picopt_saas.accounts import mailed_code
from picopt_saas.accounts.mail.letters import OF_ALLAUTH
from picopt_saas.accounts.members import create_verified_user
from picopt_saas.accounts.models import Account, ApiKey

pytestmark = pytest.mark.acceptance("G6")
KEY = {"site_url": "https://example.com", "scopes": ["read"]}


@pytest.fixture
def left_open(client, user):
    """Signed in long ago."""
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/keys", KEY),
        ("/members/invite", {"email": "bob@example.com"}),
        ("/members/remove", {"member": "1"}),
        ("/members/close", {"name": "ann@example.com"}),
    ],
)
def test_the_password_is_asked_for_first(left_open, account, mailoutbox, address, form):
    answer = left_open.post(address, form)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiKey.objects.exists()
    assert Account.objects.get(pk=account.pk).closed_at is None
    assert mailoutbox == []


def test_what_was_sent_goes_on_after_the_password(left_open, account):
    asked = left_open.post("/keys", KEY).headers["Location"]
    assert "next=%2Fkeys" in asked
    wrong = left_open.post(asked, {"password": "not-it"})
    assert "po_live_" not in wrong.content.decode()
    assert "po_live_" in left_open.post(asked, {"password": "a-long-password-1"}).content.decode()
    assert ApiKey.objects.get().account == account


def test_looking_asks_for_nothing(left_open):
    for address in ("/keys", "/members", "/plan"):
        assert left_open.get(address).status_code == 200


def test_who_has_just_signed_in_is_not_asked(ann):
    assert "po_live_" in ann.post("/keys", KEY).content.decode()


CODE_PAGE = "/confirm/code?next=%2Fkeys"


def send_code(browser):
    assert browser.post(CODE_PAGE, {"action": "send"}).headers["Location"] == CODE_PAGE


def code_in(mailoutbox):
    return re.search(r"[B-Z]{4}-[B-Z]{4}", mailoutbox[-1].subject)[0]


def test_a_mailed_code_is_offered_and_does_as_well(left_open, account, mailoutbox):
    asked = left_open.post("/keys", KEY).headers["Location"]
    assert CODE_PAGE.replace("&", "&amp;") in left_open.get(asked).content.decode()
    assert "ann@example.com" in left_open.get(CODE_PAGE).content.decode()
    assert mailoutbox == []
    send_code(left_open)
    assert mailoutbox[0].to == ["ann@example.com"]
    typed = code_in(mailoutbox).lower().replace("-", " ")
    assert "po_live_" in left_open.post(CODE_PAGE, {"code": typed, "next": "/keys"}).content.decode()
    assert ApiKey.objects.get().account == account
    assert left_open.post("/members/invite", {"email": "bob@example.com"}).status_code == 302
    assert mailoutbox[-1].to == ["bob@example.com"]


def test_a_person_without_a_password_is_led_to_the_code(left_open, user, mailoutbox):
    user.set_unusable_password()
    user.save()
    left_open.force_login(user)
    assert left_open.post("/keys", KEY).headers["Location"] == CODE_PAGE
    send_code(left_open)
    assert "po_live_" in left_open.post(CODE_PAGE, {"code": code_in(mailoutbox), "next": "/keys"}).content.decode()


def test_a_wrong_code_is_told_and_after_five_the_right_one_is_gone(left_open, mailoutbox):
    send_code(left_open)
    for _ in range(5):
        assert "wrong or no longer valid" in left_open.post(CODE_PAGE, {"code": "BBBB-BBBB"}).content.decode()
    assert "wrong or no longer valid" in left_open.post(CODE_PAGE, {"code": code_in(mailoutbox)}).content.decode()
    assert left_open.post("/keys", KEY).status_code == 302
    assert not ApiKey.objects.exists()


def test_a_code_is_used_once_by_who_asked_and_for_ten_minutes(left_open, client_of_bob, mailoutbox, monkeypatch):
    send_code(left_open)
    first = code_in(mailoutbox)
    send_code(client_of_bob)
    assert "wrong or no longer valid" in client_of_bob.post(CODE_PAGE, {"code": first}).content.decode()
    send_code(left_open)
    second = code_in(mailoutbox)
    assert "wrong or no longer valid" in left_open.post(CODE_PAGE, {"code": first}).content.decode()
    now = time.time()
    monkeypatch.setattr(mailed_code.time, "time", lambda: now + mailed_code.CODE_SECONDS + 1)
    assert "wrong or no longer valid" in left_open.post(CODE_PAGE, {"code": second}).content.decode()
    monkeypatch.undo()
    assert left_open.post(CODE_PAGE, {"code": second}).status_code == 302
    assert "wrong or no longer valid" in left_open.post(CODE_PAGE, {"code": second}).content.decode()


def test_only_so_many_codes_are_mailed(left_open, mailoutbox):
    answers = [left_open.post(CODE_PAGE, {"action": "send"}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mailoutbox) == 5


def test_who_has_a_second_factor_is_not_confirmed_by_mail(left_open, user, mailoutbox):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    asked = left_open.post("/keys", KEY).headers["Location"]
    assert "/confirm/code" not in left_open.get(asked).content.decode()
    assert left_open.post(CODE_PAGE, {"action": "send"}).status_code == 302
    assert mailoutbox == []


def test_a_stranger_is_asked_to_sign_in(client, mailoutbox, db):
    assert client.post(CODE_PAGE, {"action": "send"}).headers["Location"].startswith(reverse("account_login"))
    assert mailoutbox == []


@pytest.fixture
def client_of_bob(db):
    browser = Client()
    browser.force_login(create_verified_user("bob@example.com", "a-long-password-2"))
    return browser


EMAIL = "eve@example.net"


@pytest.mark.parametrize("action", ["add", "primary", "remove"])
def test_an_open_browser_changes_no_email_address(left_open, user, mailoutbox, action):
    """Else whoever sits at it mails the code that stands for the password to an address of their own."""
    if action != "add":
        EmailAddress.objects.create(user=user, email=EMAIL, verified=True)
    before = set(EmailAddress.objects.values_list("email", "verified", "primary"))
    answer = left_open.post(reverse("account_email"), {f"action_{action}": "", "email": EMAIL})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert set(EmailAddress.objects.values_list("email", "verified", "primary")) == before
    assert mailoutbox == []


def test_the_former_address_is_told_of_the_new_one(left_open, user, mailoutbox):
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True)
    asked = left_open.post(reverse("account_email"), {"action_primary": "", "email": EMAIL}).headers["Location"]
    left_open.post(asked, {"password": "a-long-password-1"})
    (told,) = mailoutbox
    assert told.to == ["ann@example.com"]
    assert "was ann@example.com and is now eve@example.net" in told.body
    left_open.post(reverse("account_email"), {"action_remove": "", "email": "ann@example.com"})
    assert "ann@example.com was removed" in mailoutbox[1].body
    assert mailoutbox[1].to == [EMAIL]


def test_a_new_password_is_told(ann, mailoutbox):
    new = "an-even-longer-one-2"
    form = {"oldpassword": "a-long-password-1", "password1": new, "password2": new}
    assert ann.post(reverse("account_change_password"), form).status_code == 302
    assert "has a new password" in mailoutbox[0].body


def test_there_is_a_letter_for_whatever_the_library_tells():
    """A mail without one would be an error in the middle of the change."""
    package = Path(allauth.__file__).parent
    named = re.compile(r"\"((?:account|mfa)/email/[a-z_]+)\"")
    source = [file.read_text() for part in ("account", "mfa") for file in (package / part).rglob("*.py")]
    told = {name for text in source if "send_notification_mail" in text for name in named.findall(text)}
    assert "account/email/email_changed" in told
    assert told <= OF_ALLAUTH.keys()


def test_a_mailed_code_does_for_the_pages_of_the_library_too(left_open, user, mailoutbox):
    asked = left_open.post(reverse("account_email"), {"action_add": "", "email": EMAIL}).headers["Location"]
    left_open.get(asked)
    send_code(left_open)
    left_open.post(CODE_PAGE, {"code": code_in(mailoutbox)})
    left_open.post(reverse("account_email"), {"action_add": "", "email": EMAIL})
    assert mailoutbox[-1].to == [EMAIL]


def test_a_person_without_a_password_is_asked_once_by_the_pages_of_the_library(left_open, user, mailoutbox):
    user.set_unusable_password()
    user.save()
    left_open.force_login(user)
    change = {"action_add": "", "email": EMAIL}
    assert left_open.post(reverse("account_email"), change).headers["Location"].startswith("/confirm/code")
    send_code(left_open)
    left_open.post(CODE_PAGE, {"code": code_in(mailoutbox)})
    left_open.post(reverse("account_email"), change)
    assert mailoutbox[-1].to == [EMAIL]


@pytest.mark.parametrize("page", ["account_request_reauthentication_code", "account_confirm_reauthentication_code"])
def test_the_code_that_the_library_would_mail_to_anybody_is_not_to_be_had(left_open, user, mailoutbox, page):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for answer in (left_open.get(reverse(page)), left_open.post(reverse(page), {"recipient": "ann@example.com"})):
        assert answer.status_code == 403
    assert mailoutbox == []
