"""Email addresses as strangers type them: refused by the form, or written to as they are in one line of a header."""

import re
from functools import partial
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from together import at_once

from picopt_saas.accounts.members import INVITATIONS_A_DAY, MembershipError, account_of, create_verified_user, invite
from picopt_saas.accounts.models import Account, AuditEntry, User

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-1"
LONGEST = "aa@" + ".".join(["b" * 60] * 4) + ".example"
# Each is an address to Django, which allows almost anything between quotation marks and most of Unicode as a domain.
BREAKS_LINES = ['"\x0b"@example.com', '"a\x0c"@example.com', '"\x1c"@example.com', '"\x01"@example.com', '"\x7f"@x.com']
HAS_NO_DOMAIN = ["a@example.com\u2028x", "a@\u2029.com", "a@" + "\u00fc" * 63 + ".com"]


def forms(email):
    return (
        (reverse("account_signup"), {"email": email, "password1": PASSWORD}),
        (reverse("account_reset_password"), {"email": email}),
        (reverse("invite"), {"email": email}),
        (reverse("account_email"), {"email": email, "action_add": ""}),
    )


@pytest.mark.parametrize("email", [*BREAKS_LINES, *HAS_NO_DOMAIN])
def test_what_no_mail_server_could_deliver_is_refused_by_the_form(ann, mailoutbox, email):
    for address, form in forms(email):
        browser = Client() if address in (reverse("account_signup"), reverse("account_reset_password")) else ann
        answer = browser.post(address, form, follow=True)
        assert answer.status_code == 200, address
        assert re.search(r"valid email address", answer.content.decode()), address
    assert [mail.to for mail in mailoutbox] == []
    assert User.objects.count() == 1


@pytest.mark.parametrize("email", ['"a,b"@example.com', '"a\\"b"@example.com', "a@[127.0.0.1]", "=?utf-8?q?a?=@x.com"])
def test_an_odd_address_is_one_line_of_a_letter(ann, account, mailoutbox, email):
    assert account
    ann.post(reverse("invite"), {"email": email})
    (mail,) = mailoutbox
    head, _, _ = mail.message().as_bytes().partition(b"\n\n")
    assert b"To: " + email.encode() in head.splitlines()


def test_the_longest_address_has_an_account_and_is_invited(ann, account, mailoutbox):
    assert len(LONGEST) == 254
    browser = Client()
    browser.force_login(create_verified_user(LONGEST, PASSWORD))
    assert browser.get("/").status_code == 200
    assert browser.get("/members").status_code == 200
    assert ann.post("/members/invite", {"email": f"b{LONGEST[1:]}"}).status_code == 302
    assert mailoutbox[-1].to == [f"b{LONGEST[1:]}"]
    assert AuditEntry.objects.filter(account=account, action="member.invited").count() == 1


def test_who_is_invited_by_a_domain_with_an_umlaut_joins(ann, client, account, mailoutbox):
    bea = create_verified_user("bea@xn--mnchen-3ya.example", PASSWORD)
    ann.post("/members/invite", {"email": "bea@münchen.example"})
    (invitation,) = re.findall(r"invitation=(\S+)", mailoutbox[0].body)
    client.force_login(bea)
    client.post("/members/join", {"invitation": unquote(invitation)})
    assert account.memberships.filter(user=bea).exists()


def test_a_long_site_has_room_in_the_log(ann, account):
    address = "https://example.com/" + "a" * 400
    answer = ann.post("/keys", {"site_url": address, "name": "", "scopes": ["read"]})
    assert answer.status_code == 200
    assert Account.objects.get(pk=account.pk).sites.get().url == address
    assert AuditEntry.objects.filter(action="site.added", subject=address[:200]).exists()


@pytest.mark.django_db(transaction=True)
def test_invitations_that_come_together_are_counted_one_by_one():
    user = create_verified_user("ann@example.com", PASSWORD)
    account = account_of(user)
    for number in range(INVITATIONS_A_DAY - 2):
        invite(account, f"{number}@example.com", user=user)
    answers = at_once(*[partial(invite, account, f"more{number}@example.com", user=user) for number in range(8)])
    assert sum(isinstance(answer, str) for answer in answers) == 2
    assert sum(isinstance(answer, MembershipError) for answer in answers) == 6
