"""What production refuses at start: whatever is fine on one's own machine and dangerous before the world."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import SecretStr

from picopt_runtime.production import what_is_wrong_with

if TYPE_CHECKING:  # it asks us
    from picopt_saas.config import Config


def faults(config: "Config") -> Iterator[str]:
    """A sentence for each setting that must not stay as it is, beginning with the variable's name."""
    yield from _secrets(config)
    yield from _addresses(config)
    if not config.email_url.startswith("smtp"):
        yield "EMAIL_URL: production needs a mail server; without one nobody can sign up or reset a password"
    if config.payment_provider == "sandbox":
        yield "PAYMENT_PROVIDER: production refuses the sandbox; set it to stripe"
    if not (config.stripe_secret_key.get_secret_value() and config.stripe_webhook_secret.get_secret_value()):
        yield "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET: production needs both"


def secrets_of(primary: SecretStr, fallbacks: SecretStr) -> list[str]:
    """A secret, and its earlier values (separated by commas) that are still accepted."""
    earlier = (value.strip() for value in fallbacks.get_secret_value().split(","))
    return [primary.get_secret_value(), *(value for value in earlier if value)]


def _secrets(config: "Config") -> Iterator[str]:
    for variable, secrets in (("SECRET_KEY", config.secret_keys), ("PICOPT_INTERNAL_SECRET", config.internal_secrets)):
        for place, secret in enumerate(secrets):
            if fault := what_is_wrong_with(secret):
                yield f"{variable}{'_FALLBACKS' if place else ''}: production needs a secret of its own: {fault}"


def _addresses(config: "Config") -> Iterator[str]:
    for variable, url in (("PUBLIC_URL", config.public_url), ("API_URL", config.api_url)):
        if not url.startswith("https://"):
            yield f"{variable}: production needs an https address, not {url}"
    if any("*" in host for host in config.hosts):
        yield "ALLOWED_HOSTS: production refuses *; leave it empty, the host of PUBLIC_URL is always answered"
    if config.trusted_proxies is None:
        yield "TRUSTED_PROXIES: say how many reverse proxies stand before the dashboard (0 for none)"
