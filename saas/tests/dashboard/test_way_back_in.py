"""Somebody who has lost the password, has another address, or leaves: every page leads on, every letter is true."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from picopt_saas.accounts.members import account_of, create_verified_user, open_account
from picopt_saas.accounts.models import Account, Membership

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "other-horse-43-battery"


def code_in(mail):
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.body, re.MULTILINE)[1]


@pytest.fixture
def sure(ann):
    """Ann has just typed her password once more, as her email addresses ask for."""
    ann.post(reverse("account_reauthenticate"), {"password": "a-long-password-1"})
    return ann


def links(answer):
    return set(re.findall(r'href="(/account/[^"]*)"', answer.content.decode()))


def test_a_lost_password_is_replaced_and_every_page_leads_on(user, mailoutbox):
    browser = Client()
    asked = browser.get(reverse("account_reset_password"))
    assert reverse("account_login") in links(asked)
    sent = browser.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    assert {reverse("account_login"), reverse("account_reset_password")} <= links(sent)
    (link,) = re.findall(r"http://[^/]+(/account/password/reset/key/\S+)", mailoutbox[0].body)
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    weak = browser.post(address, {"password1": "short", "password2": "short"})
    assert "too short" in weak.content.decode()
    done = browser.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "<h1>Your password is changed</h1>" in done.content.decode()
    assert reverse("account_login") in links(done)
    assert browser.login(email=user.email, password=NEW_PASSWORD)

    used = Client().get(link, follow=True)
    assert "This link no longer works" in used.content.decode()
    assert {reverse("account_login"), reverse("account_reset_password")} <= links(used)


def test_a_new_address_is_confirmed_on_the_way_to_its_page_and_names_the_account(sure, account, user, mailoutbox):
    other = open_account(user, name="Our agency")
    sure.post(reverse("account_email"), {"email": "ann@new.example", "action_add": ""}, follow=True)
    mail = mailoutbox[-1]
    assert mail.to == ["ann@new.example"]
    assert "signed up" not in mail.body, "they have not"
    confirmed = sure.post(reverse("account_email_verification_sent"), {"code": code_in(mail)})
    assert confirmed.headers["Location"] == reverse("account_email")
    sure.post(reverse("account_email"), {"email": "ann@new.example", "action_primary": ""})
    user.refresh_from_db()
    assert user.email == "ann@new.example"
    assert Account.objects.get(pk=account.pk).name == "ann@new.example"
    assert Account.objects.get(pk=other.pk).name == "Our agency"
    assert "Type <strong>ann@new.example</strong>" in sure.get("/members").content.decode()


def test_an_account_of_somebody_else_keeps_its_name(sure, account, user, mailoutbox):
    bob = create_verified_user("bob@example.com", "another-password-2")
    theirs = account_of(bob)
    Account.objects.filter(pk=theirs.pk).update(name=user.email)
    Membership.objects.create(account=theirs, user=user, role=Membership.Role.MEMBER)
    sure.post(reverse("account_email"), {"email": "ann@new.example", "action_add": ""}, follow=True)
    sure.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])})
    sure.post(reverse("account_email"), {"email": "ann@new.example", "action_primary": ""})
    assert Account.objects.get(pk=account.pk).name == "ann@new.example"
    assert Account.objects.get(pk=theirs.pk).name == "ann@example.com"


def test_whoever_belonged_to_an_account_hears_of_its_end_in_their_language(ann, account, user, mailoutbox):
    bob = create_verified_user("bob@example.com", "another-password-2")
    bob.language = "de"
    bob.save()
    Membership.objects.create(account=account, user=bob, role=Membership.Role.MEMBER)
    ann.post("/members/close", {"name": "wrong"})
    assert mailoutbox == []
    ann.post("/members/close", {"name": account.name})
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert set(told) == {"ann@example.com", "bob@example.com"}
    assert told["ann@example.com"].subject == "Your Picture Optimizer account is closed"
    assert "ann@example.com" in told["ann@example.com"].body
    assert told["bob@example.com"].subject != told["ann@example.com"].subject
