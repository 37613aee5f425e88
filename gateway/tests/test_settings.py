import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from picopt_gateway.settings import Settings, SettingsError, load_settings

GOOD = {"PICOPT_SAAS_URL": "http://127.0.0.1:8000", "PICOPT_INTERNAL_SECRET": "s" * 32}


@pytest.fixture
def environment(monkeypatch):
    def use(**changes):
        for name, value in (GOOD | changes).items():
            monkeypatch.setenv(name, value)

    return use


def test_what_is_needed_is_little(environment):
    environment()
    settings = load_settings()
    assert (settings.port, settings.threads) == (8080, 128)
    assert "s" * 32 not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PICOPT_SAAS_URL", "ftp://nowhere"),
        ("PICOPT_INTERNAL_SECRET", "short"),
        ("PICOPT_GATEWAY_PORT", "99999"),
        ("PICOPT_GATEWAY_THREADS", "many"),
        ("RATELIMIT_STORAGE_URI", "mysql://x"),
        ("PICOPT_GATEWAY_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_bad_value_names_its_variable_and_does_not_show_secrets(environment, name, value):
    environment(**{name: value})
    with pytest.raises(SettingsError, match=f"^{name}: ") as error:
        load_settings()
    assert "short" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "refused", "taken"),
    [
        ("PICOPT_GATEWAY_PORT", (0, 65_536), (1, 65_535)),
        ("PICOPT_GATEWAY_THREADS", (3, 1025), (4, 1024)),
        ("PICOPT_GATEWAY_IDLE_SECONDS", (0.9, 60.1), (1, 60)),
        ("PICOPT_GATEWAY_ADDRESS_CONNECTIONS", (0,), (1,)),
        ("PICOPT_GATEWAY_TRUSTED_PROXIES", (-1, 6), (0, 5)),
        ("PICOPT_GATEWAY_ADDRESS_REQUESTS_PER_MINUTE", (0,), (1,)),
        ("PICOPT_GATEWAY_CONNECT_REQUESTS_PER_MINUTE", (0,), (1,)),
        ("PICOPT_GATEWAY_JSON_BYTES", (1023,), (1024,)),
        ("PICOPT_GATEWAY_SLOW_SECONDS", (0,), (0.1,)),
        ("PICOPT_GATEWAY_SLOW_BYTES_PER_SECOND", (0,), (1,)),
        ("PICOPT_GATEWAY_SAAS_SECONDS", (0,), (0.1,)),
    ],
)
def test_a_number_is_taken_up_to_its_bounds(environment, name, refused, taken):
    for value in taken:
        environment(**{name: str(value)})
        load_settings()
    for value in refused:
        environment(**{name: str(value)})
        with pytest.raises(SettingsError, match=f"^{name}: "):
            load_settings()


def test_nobody_changes_a_setting_later(environment):
    environment()
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().trusted_proxies = 5


def test_a_short_secret_is_told_in_characters(environment):
    environment(PICOPT_INTERNAL_SECRET="x" * 31)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(error.value) == "PICOPT_INTERNAL_SECRET: The secret should have at least 32 characters"
    environment(PICOPT_INTERNAL_SECRET="x" * 32)
    assert load_settings().internal_secret.get_secret_value() == "x" * 32


PRODUCTION = {
    "PUBLIC_URL": "https://dashboard.example.com",
    "PICOPT_INTERNAL_SECRET": "Vt5yNc8wKe2qXh7mZr4bPj9sUd3fLg6A",
    "PICOPT_GATEWAY_TRUSTED_PROXIES": "1",
}


@pytest.mark.acceptance("G5")
def test_a_gateway_for_the_world_is_in_production(environment):
    environment(PUBLIC_URL="http://localhost:8000")
    assert not load_settings().in_production
    environment(**PRODUCTION, ENVIRONMENT="development")
    assert load_settings().in_production


@pytest.mark.acceptance("G5")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PICOPT_INTERNAL_SECRET", "development-only-secret-of-at-least-32-bytes"),
        ("PUBLIC_URL", "http://dashboard.example.com"),
        ("PICOPT_GATEWAY_TRUSTED_PROXIES", ""),
    ],
)
def test_production_refuses_to_start_and_names_the_variable(environment, name, value):
    environment(**(PRODUCTION | {name: value}))
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load_settings()


def test_production_needs_to_know_the_dashboard(environment):
    environment(**(PRODUCTION | {"PUBLIC_URL": "", "ENVIRONMENT": "production"}))
    with pytest.raises(SettingsError, match=r"^PUBLIC_URL: "):
        load_settings()


def test_the_server_refuses_to_start_with_all_reasons():
    done = subprocess.run(
        [sys.executable, "-m", "picopt_gateway"], env={}, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 2
    assert "PICOPT_SAAS_URL: Field required" in done.stderr
    assert "PICOPT_INTERNAL_SECRET: Field required" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_setting_is_documented_with_its_default():
    told = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    for field in Settings.model_fields.values():
        line = next((line for line in told.splitlines() if line.startswith(f"| `{field.alias}`")), "")
        assert line, f"{field.alias} is missing in docs/settings.md"
        if field.alias != "PICOPT_INTERNAL_SECRET" and not field.is_required() and field.default not in ("", None):
            assert f"| `{field.default}` |" in line or isinstance(field.default, SecretStr), line
