import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from pydantic import SecretStr

from picopt_saas.config import Config, load_config
from picopt_saas.logs import hide_secrets


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


def test_production_takes_real_secrets_and_stripe_only(monkeypatch):
    secrets = dict.fromkeys(("SECRET_KEY", "PICOPT_INTERNAL_SECRET"), "x" * 40)
    for name, value in {"ENVIRONMENT": "production", **secrets}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="PAYMENT_PROVIDER"):
        load_config()
    for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"):
        monkeypatch.setenv(name, "sk")
    monkeypatch.setenv("PAYMENT_PROVIDER", "stripe")
    assert load_config().in_production


@pytest.mark.parametrize(
    "secret", ["po_live_" + "a" * 43, "po_test_" + "b" * 43, "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl"]
)
def test_secrets_never_reach_a_log(secret):
    event = hide_secrets(None, "info", {"event": f"asked with {secret}", "password": "p", "Authorization": "x"})
    assert secret not in str(event)
    assert (event["password"], event["Authorization"]) == ("[hidden]", "[hidden]")


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
            value = getattr(default, "value", default)
            assert row == f"`{str(value).lower() if isinstance(value, bool) else value}`", name


@pytest.mark.django_db
def test_what_protects_pages_is_on_pages_and_not_on_answers_to_the_gateway(client):
    page, answer = client.get("/accounts/login/"), client.get("/internal/v1/account")
    assert answer.status_code == 401
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert name in page.headers
        assert name not in answer.headers
    assert answer.headers["X-Request-Id"]
