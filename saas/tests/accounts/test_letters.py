"""Letters to people: by what really happens, once, in both forms, and turned off by whom they reach."""

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import unquote

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from picopt_saas.accounts.mail.letter import Topic, off_address, read_off_address, render
from picopt_saas.accounts.mail.letters import OF_ALLAUTH, account_closed, invitation, new_site, welcome
from picopt_saas.accounts.mail.once import tell
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.models import Membership, OutgoingMail, SentMail, User

pytestmark = pytest.mark.django_db
PERSON = {"email": "new@example.com", "password1": "a-good-long-one-7"}
HOME = "http://localhost:8000"


@pytest.fixture
def ann():
    return create_verified_user("ann@example.com", "a-long-password-1")


def both_forms(message):
    """The text and the HTML of a mail; what is said of the product holds for every mail."""
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    for form in (message.body, html):
        assert "Picture Optimizer" in form
        assert HOME in form
        assert "{" not in form.replace("{ ", "").split("</style>")[-1], "a placeholder was left"
    return message.body, html


def test_whoever_signs_up_gets_a_code_and_after_it_one_welcome(client):
    client.post(reverse("account_signup"), PERSON)
    (asks,) = mail.outbox
    text, html = both_forms(asks)
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", text, re.MULTILINE)[0]
    assert code in html
    assert code in asks.subject
    assert "List-Unsubscribe" not in asks.extra_headers
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert [one.subject for one in mail.outbox[1:]] == ["Welcome to Picture Optimizer"]
    text, html = both_forms(mail.outbox[1])
    assert "50 free credits" in text
    assert f"{HOME}/help/connecting" in html
    assert not tell(User.objects.get(), f"welcome:{User.objects.get().pk}", welcome), "greeted once a person"
    assert len(mail.outbox) == 2


def test_a_forgotten_password_is_replaced_by_the_letters_link(client, ann):
    client.post(reverse("account_reset_password"), {"email": ann.email})
    text, html = both_forms(mail.outbox[0])
    link = re.search(rf"{HOME}/account/password/reset/key/\S+", text)[0]
    assert link in html
    form = client.get(link.removeprefix(HOME), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "quite-another-one-3", "password2": "quite-another-one-3"})
    assert client.login(email=ann.email, password="quite-another-one-3")


@pytest.mark.parametrize(
    ("page", "form", "subject"),
    [
        ("account_reset_password", {"email": "nobody@example.com"}, "There is no Picture Optimizer account"),
        ("account_signup", {"email": "ann@example.com", "password1": "a-good-long-one-7"}, "You already have a"),
    ],
)
def test_what_a_page_may_not_tell_a_stranger_is_in_the_letter(client, ann, page, form, subject):
    client.post(reverse(page), form)
    assert mail.outbox[0].subject.startswith(subject)
    both_forms(mail.outbox[0])


def test_an_invitation_reaches_whom_it_names_and_lets_them_join(client, ann):
    client.post(reverse("account_login"), {"login": ann.email, "password": "a-long-password-1"})
    client.post(reverse("invite"), {"email": "bob@example.com"})
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["bob@example.com"], "ann@example.com invited you to Picture Optimizer")
    text, _ = both_forms(letter)
    link = re.search(rf"{HOME}/members/join\S+", text)[0].removeprefix(HOME)
    create_verified_user("bob@example.com", "another-password-2")
    client.logout()
    client.post(reverse("account_login"), {"login": "bob@example.com", "password": "another-password-2"})
    client.post("/members/join", {"invitation": unquote(link.partition("invitation=")[2])})
    assert Membership.objects.filter(user__email="bob@example.com", account=account_of(ann)).exists()


@pytest.fixture
def elsewhere(site):
    """The site's key in a request from another address; Ann owns the account."""
    ann = create_verified_user("ann@example.com", "a-long-password-1")
    Membership.objects.create(account=site.account, user=ann, role=Membership.Role.OWNER)
    member = create_verified_user("bob@example.com", "another-password-2")
    Membership.objects.create(account=site.account, user=member, role=Membership.Role.MEMBER)

    def _ask(url):
        agent = f"PictureOptimizer/0.1.0; WordPress/7.1; {url}"
        assert site.ask("GET", "/v1/account", headers={"User-Agent": agent}).status_code == 200
        return [one.to for one in mail.outbox]

    return _ask


@pytest.mark.parametrize("url", ["https://example.com", "http://example.com/", "https://EXAMPLE.com:443", "no address"])
def test_the_keys_own_site_is_no_news(elsewhere, url):
    assert elsewhere(url) == []


def test_a_key_used_from_a_new_site_is_told_to_owners_once_a_site(elsewhere, site):
    for _ in range(3):
        assert elsewhere("https://staging.example.com") == [["ann@example.com"]]
    text, _ = both_forms(mail.outbox[0])
    assert (
        f"{site.key.prefix}… was made for https://example.com and is now used from https://staging.example.com" in text
    )
    assert f"{HOME}/keys" in text


def test_whoever_names_many_sites_floods_nobody(elsewhere):
    for number in range(9):
        sent = elsewhere(f"https://made-up-{number}.example")
    assert len(sent) == 3


def test_a_letter_says_everything_in_both_forms_and_escapes_it():
    for letter in (
        welcome(),
        new_site("po_live_x", "https://a.example", "https://b.example/<b>"),
        invitation("a@b.c", "x"),
    ):
        text, html = render(letter, "txt"), render(letter, "html")
        assert "<b>" not in html
        for paragraph in (*letter.paragraphs, letter.button[1], letter.reason):
            assert paragraph in text
            assert paragraph.replace("<", "&lt;").replace(">", "&gt;") in html
    assert "account/email/password_reset_key" in OF_ALLAUTH


@pytest.mark.usefixtures("ann")
class TestTurningOff:
    def test_one_click_in_the_mail_program(self, client, ann):
        assert tell(ann, "first", welcome)
        headers = mail.outbox[0].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = headers["List-Unsubscribe"].strip("<>").removeprefix(HOME)
        client.handler.enforce_csrf_checks = True
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        ann.refresh_from_db()
        assert ann.muted_mail == ["tips"]
        assert not tell(ann, "second", welcome)

    def test_looking_at_the_page_turns_nothing_off(self, client, ann):
        page = client.get(off_address(ann, Topic.CREDITS).removeprefix(HOME))
        assert "ann@example.com" in page.content.decode()
        ann.refresh_from_db()
        assert ann.muted_mail == []

    @pytest.mark.parametrize("token", ["", "x:y:z", "WzEsImNyZWRpdHMiXQ:1:abc"])
    def test_a_made_up_address_changes_nothing(self, client, token):
        assert read_off_address(token) is None
        assert client.post("/mail/off", query_params={"token": token}).status_code == 404

    def test_the_account_page_turns_on_again(self, client, ann):
        User.objects.update(muted_mail=["tips"])
        client.post(reverse("account_login"), {"login": ann.email, "password": "a-long-password-1"})
        client.post("/mail/choices", {"topic": ["tips"]})
        ann.refresh_from_db()
        assert ann.muted_mail == ["credits"]


def test_letters_are_shown_to_developers_and_to_nobody_in_production(client, settings):
    page = client.get("/mail/preview").content.decode()
    addresses = re.findall(r'href="(/mail/preview/[^"]+)"', page)
    assert len(addresses) == 27 * 2 * len(settings.LANGUAGES)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Picture Optimizer" in answer.content.decode()
        assert "script" not in answer.headers["Content-Security-Policy"]
    settings.PICOPT = settings.PICOPT.model_copy(update={"public_url": "https://app.example.com"})
    settings.ALLOWED_HOSTS = ["*"]
    assert {client.get(address).status_code for address in ("/mail/preview", addresses[0])} == {404}


def test_letters_are_kept_for_the_mail_server_in_the_events_own_transaction(settings, ann):
    """Django's backend for real mail is `outgoing.QueuedMail`; what is rolled back was never written."""
    settings.EMAIL_BACKEND = "picopt_saas.accounts.outgoing.QueuedMail"
    with transaction.atomic():
        tell(ann, "event", welcome)
        assert OutgoingMail.objects.count() == 1
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), SentMail.objects.count()) == (0, 0)
    tell(ann, "event", welcome)
    kept = message_from_bytes(bytes(OutgoingMail.objects.get().message), policy=default)
    assert kept["List-Unsubscribe"].strip().startswith("<http://localhost:8000/mail/off?token=")
    assert [part.get_content_type() for part in kept.iter_parts()] == ["text/plain", "text/html"]


def test_what_to_do_if_it_was_somebody_else_is_read_before_the_button_that_does_it():
    changed = render(OF_ALLAUTH["account/email/password_changed"]({}), "html")
    assert changed.index("If that was not you") < changed.index('class="button"')
    closed = render(account_closed("ann@example.com"), "html")
    assert 'class="button"' not in closed, "whoever left is not asked to come back"


def test_a_button_is_one_in_outlook_too():
    """Word, which shows letters there, leaves out a link's padding and background; a table's cell has both."""
    html = render(welcome(), "html")
    assert re.search(r'<td bgcolor="#4338ca"[^>]*mso-padding-alt[^>]*><a class="button"', html)
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 2
