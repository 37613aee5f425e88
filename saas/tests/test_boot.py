import logging
import re
from pathlib import Path

import httpx2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from pydantic import SecretStr
from structlog.stdlib import ProcessorFormatter

from picopt_saas.config import Config, load_config
from picopt_saas.logs import hide_secrets
from picopt_saas.settings import _email


def test_live_needs_no_database(client):
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_asks_the_database(client):
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_migrations_match_the_models():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_system_check_passes():
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_metrics_tell_about_requests_and_the_books(client):
    client.get("/health/live")
    text = client.get("/metrics").content.decode()
    assert 'picopt_saas_request_seconds_count{method="GET",route="health/live",status="200"}' in text
    assert "picopt_credits_held 0.0" in text


@pytest.mark.django_db
def test_no_client_makes_metrics_of_its_own(client):
    for number in range(5):
        client.generic(f"WORD{number}", "/health/live")
        client.generic("GET", f"/nowhere/{number}")
    text = client.get("/metrics").content.decode()
    assert "WORD" not in text
    assert 'picopt_saas_request_seconds_count{method="other",route="health/live",status="200"}' in text
    assert 'route="nowhere' not in text


@pytest.mark.django_db
def test_metrics_want_their_token(client, settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"metrics_token": SecretStr("t" * 20)})
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {'t' * 20}"}).status_code == 200


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("PUBLIC_URL", "localhost", "PUBLIC_URL"),
        ("STORAGE_URL", "ftp://x", "STORAGE_URL"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL"),
        ("FREE_CREDITS", "-1", "FREE_CREDITS"),
        ("ENVIRONMENT", "live", "'development', 'test' or 'production'"),
        ("ENVIRONMENT", "production", "SECRET_KEY: production needs"),
    ],
)
def test_a_bad_setting_names_its_variable(monkeypatch, variable, value, told):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(told)):
        load_config()


PRODUCTION = {
    "PUBLIC_URL": "https://dashboard.example.com",
    "API_URL": "https://api.example.com",
    "SECRET_KEY": "kQ3vJm8xTz6RbW1nLs9YpC4dHf7uGa2E",
    "PICOPT_INTERNAL_SECRET": "Vt5yNc8wKe2qXh7mZr4bPj9sUd3fLg6A",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp://user:password@mail.example.com",
    "PAYMENT_PROVIDER": "stripe",
    "STRIPE_SECRET_KEY": "sk_live_x",
    "STRIPE_WEBHOOK_SECRET": "whsec_x",
}
PUBLISHED = "development-only-secret-of-at-least-32-bytes"


def configured(monkeypatch, **environment):
    for name in (*PRODUCTION, "ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_config()


@pytest.mark.acceptance("G5")
def test_what_the_world_can_reach_is_production_whatever_it_is_called(monkeypatch):
    assert configured(monkeypatch, **PRODUCTION).in_production
    assert configured(monkeypatch, **PRODUCTION, ENVIRONMENT="development").in_production
    assert not configured(monkeypatch, PUBLIC_URL="http://127.0.0.1:8000").in_production


@pytest.mark.acceptance("G5")
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", PUBLISHED),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", PUBLISHED),
        ("PICOPT_INTERNAL_SECRET", PUBLISHED),
        ("PICOPT_INTERNAL_SECRET", None),
        ("PICOPT_INTERNAL_SECRET_FALLBACKS", "change-me-change-me-change-me-change-me"),
        ("PUBLIC_URL", "http://dashboard.example.com"),
        ("API_URL", "http://api.example.com"),
        ("API_URL", None),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "other.example.com, *"),
        ("TRUSTED_PROXIES", None),
        ("EMAIL_URL", "console:"),
        ("EMAIL_URL", None),
        ("PAYMENT_PROVIDER", "sandbox"),
        ("STRIPE_WEBHOOK_SECRET", None),
    ],
)
def test_production_refuses_to_start_and_names_the_variable(monkeypatch, variable, value):
    changed = {**PRODUCTION, variable: value}
    with pytest.raises(ImproperlyConfigured, match=variable):
        configured(monkeypatch, **{name: one for name, one in changed.items() if one is not None})


def test_production_tells_all_that_is_wrong_at_once(monkeypatch):
    with pytest.raises(ImproperlyConfigured) as caught:
        configured(monkeypatch, PUBLIC_URL="http://dashboard.example.com")
    told = {line.split(":")[0] for line in str(caught.value).splitlines()}
    assert told >= set(PRODUCTION) - {"STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"}


def test_hosts_and_origins_follow_from_the_public_address(monkeypatch):
    config = configured(monkeypatch, **PRODUCTION, ALLOWED_HOSTS="old.example.com")
    assert config.hosts == ["dashboard.example.com", "old.example.com"]
    assert config.origins == ["https://dashboard.example.com", "https://old.example.com"]
    assert "127.0.0.1" in configured(monkeypatch, PUBLIC_URL="http://localhost:8000").hosts


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://h", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False}),
        ("smtps://h", {"EMAIL_PORT": 465, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True}),
        ("smtp+plain://h:2525", {"EMAIL_PORT": 2525, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}),
        ("smtp://u%40x:p%3A@h", {"EMAIL_HOST": "h", "EMAIL_HOST_USER": "u@x", "EMAIL_HOST_PASSWORD": "p:"}),
    ],
)
def test_mail_goes_out_plain_or_by_starttls_or_tls(url, told):
    assert told.items() <= _email(url).items()


@pytest.mark.parametrize(
    "secret",
    [
        "po_live_" + "a" * 43,
        "po_test_" + "b" * 43,
        "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl",
        "sk_live_" + "c" * 24,
        "whsec_" + "d" * 32,
        "sk-proj-" + "e" * 40,
        "AKIA" + "F" * 16,
    ],
)
def test_secrets_never_reach_a_log(secret):
    told = [{"inside": f"a {secret}, and more"}]
    given = {"event": f"asked with {secret}", "password": "p", "Authorization": "x", "told": told}
    event = hide_secrets(None, "info", given)
    assert secret not in str(event)
    assert "and more" in str(event)
    assert (event["password"], event["Authorization"]) == ("[hidden]", "[hidden]")


def test_the_password_of_an_address_reaches_no_log():
    event = hide_secrets(None, "info", {"event": "no answer from postgres://picopt:g1%2Fh@db:5432/picopt"})
    assert event["event"] == "no answer from postgres://[hidden]@db:5432/picopt"


def test_the_query_of_a_models_address_reaches_no_log(caplog):
    """Some providers have their key there, and the HTTP client tells of each request at INFO."""
    with httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200))) as client:
        client.get("https://model.example/v1", params={"key": "in-the-query"})
    assert "in-the-query" not in caplog.text


def written(record):
    """A record of the standard library as our formatter writes it."""
    handlers = (handler.formatter for handler in logging.getLogger().handlers)
    return next(one for one in handlers if isinstance(one, ProcessorFormatter)).format(record)


@pytest.mark.parametrize(("path", "host"), [("/account/login/?next=%00", "testserver"), ("/account/login/", "evil!")])
def test_a_refused_request_is_one_line_in_the_log(client, caplog, path, host):
    assert client.get(path, headers={"Host": host}).status_code == 400
    (record,) = [one for one in caplog.records if one.name.startswith("django.security")]
    line = written(record)
    assert "warning" in line
    assert "Traceback" not in line


def test_a_bug_keeps_its_traceback_in_the_log(client, caplog, monkeypatch):
    def broken(*_given):
        raise ZeroDivisionError

    monkeypatch.setattr("picopt_saas.middleware._values", broken)
    client.raise_request_exception = False
    assert client.get("/account/login/?a=b").status_code == 500
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    assert "Traceback" in written(record)


def test_every_answer_has_a_request_id(client):
    assert client.get("/health/live", headers={"X-Request-Id": "req_from_gateway"}).headers["X-Request-Id"] == (
        "req_from_gateway"
    )
    assert client.get("/health/live", headers={"X-Request-Id": "a\nb"}).headers["X-Request-Id"].startswith("req_")


def test_every_setting_is_documented_with_its_default():
    told = (Path(__file__).parents[2] / "docs" / "settings.md").read_text().split("\n## Gateway\n")[0]
    for name, field in Config.model_fields.items():
        (row,) = re.findall(rf"^\| `{name.upper()}` \|\s*(.*?)\s*\|", told, re.MULTILINE)
        default = field.default
        if isinstance(default, SecretStr):
            assert row in {"", "for development"}, name
        else:
            value = "" if default is None else getattr(default, "value", default)
            assert row == (f"`{str(value).lower() if isinstance(value, bool) else value}`" if value != "" else ""), name


@pytest.mark.django_db
def test_what_protects_pages_is_on_pages_and_not_on_answers_to_the_gateway(client):
    page, answer = client.get("/accounts/login/"), client.get("/internal/v1/account")
    assert answer.status_code == 401
    for name in (
        "Content-Security-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Content-Language",
    ):
        assert name in page.headers
        assert name not in answer.headers
    assert answer.headers["X-Request-Id"]
