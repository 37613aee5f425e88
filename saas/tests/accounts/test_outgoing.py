"""Mail through a real mail server, and through one that is away (G7)."""

import smtplib
import socketserver
import threading

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.accounts import outgoing
from picopt_saas.accounts.models import OutgoingMail, User
from picopt_saas.settings import _email
from picopt_standalone.processes import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("G7")]
PERSON = {"email": "new@example.com", "password1": "a-good-long-one-7", "password2": "a-good-long-one-7"}


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP (RFC 5321) as a mail takes; `says` answers recipients and `of_mails` mails, then it is 250."""

    allow_reuse_address = True

    def __init__(self, port):
        self.mails, self.says, self.of_mails = [], [], []
        super().__init__(("127.0.0.1", port), Conversation)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self.say("354 go on")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                if self.server.of_mails:
                    self.say(self.server.of_mails.pop(0))
                    continue
                self.server.mails.append(body.decode())
            elif verb == "RCPT" and self.server.says:
                self.say(self.server.says.pop(0))
                continue
            elif verb == "QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def port(settings):
    """Where our mail server will be; nobody listens there yet."""
    port = free_port()
    for name, value in _email(f"smtp+plain://127.0.0.1:{port}").items():
        setattr(settings, name, value)
    return port


@pytest.fixture
def open_server(port):
    servers = []

    def _open():
        servers.append(MailServer(port))
        return servers[-1]

    yield _open
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_sign_up_while_the_mail_server_is_away_succeeds_and_its_mail_comes_later(client, open_server, run_worker):
    assert client.post(reverse("account_signup"), PERSON).status_code == 302
    assert User.objects.filter(email=PERSON["email"]).exists()
    run_worker()
    entry = ProcrastinateJob.objects.get(task_name=outgoing.SEND_MAIL)
    assert (entry.status, entry.attempts) == ("todo", 1)
    assert entry.scheduled_at is not None
    assert "confirm" not in str(entry.args), "what is in the mail is not in the queue"

    server = open_server()
    with connection.cursor() as cursor:  # the pause is over
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    run_worker()
    (mail,) = server.mails
    assert "To: new@example.com" in mail
    assert "http://localhost:8000/account/confirm-email/" in mail.replace("=\n", "").replace("=\r\n", "")
    assert not OutgoingMail.objects.exists()


def test_what_a_server_says_later_to_is_tried_again_and_what_it_refuses_is_not(client, open_server):
    server = open_server()
    server.says = ["450 busy", "550 nobody here"]
    client.post(reverse("account_signup"), PERSON)
    mail = str(OutgoingMail.objects.get().pk)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        outgoing.send(mail)
    outgoing.send(mail)
    assert not OutgoingMail.objects.exists()
    outgoing.send(mail)
    assert server.mails == []


def test_a_mail_that_a_server_does_not_want_is_not_sent_again_and_again(client, open_server):
    server = open_server()
    server.of_mails = ["451 later", "554 this looks like spam"]
    client.post(reverse("account_signup"), PERSON)
    mail = str(OutgoingMail.objects.get().pk)
    with pytest.raises(smtplib.SMTPDataError):
        outgoing.send(mail)
    assert OutgoingMail.objects.exists()
    outgoing.send(mail)
    assert (OutgoingMail.objects.exists(), server.mails) == (False, [])
