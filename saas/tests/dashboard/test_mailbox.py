"""Mail that is kept in a folder is read at /mail, and only on one's own machine."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from picopt_saas.dashboard.views.mailbox import keeps_mail

PERSON = {"email": "new@example.com", "password1": "a-good-long-one-7"}


@pytest.fixture
def kept(settings, tmp_path):
    """As EMAIL_URL=folder:… sets it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)


@pytest.mark.usefixtures("kept", "db")
@pytest.mark.acceptance("U1")
def test_the_code_of_a_sign_up_can_be_read(client):
    client.post(reverse("account_signup"), PERSON)
    asks = client.get(reverse("account_email_verification_sent")).content.decode()
    assert f'href="{reverse("mailbox")}"' in asks
    page = client.get("/mail").content.decode()
    code = re.search(r"<br>([A-Z]{4}-[A-Z]{4})<br>", page)[1]
    answer = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("kept")
def test_the_newest_mail_comes_first_and_is_no_code(client):
    connection = mail.get_connection()
    for subject in ("first", "second"):
        EmailMultiAlternatives(subject, "<script>alert(1)</script>", to=["a@example.com"], connection=connection).send()
    page = client.get("/mail").content.decode()
    assert page.index("second") < page.index("first")
    assert "<script>alert" not in page


def test_where_mail_is_sent_there_is_no_such_page(client):
    assert client.get("/mail").status_code == 404


@pytest.mark.usefixtures("kept")
def test_the_world_reads_no_mail(settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"public_url": "https://app.example.com"})
    assert not keeps_mail()
