"""Accounts on the largest plan, made in the stack's database, so that no rate limit is what gets measured."""

import os
import time
from dataclasses import dataclass
from datetime import timedelta
from unittest.mock import patch

import jwt

from picopt_contract.internal import AUDIENCE, TOKEN_SECONDS, Claims
from picopt_contract.values import Scope
from picopt_standalone.stack import Stack


@dataclass(frozen=True)
class Caller:
    """A key, and what the gateway would sign for it."""

    key: str
    claims: Claims
    secret: str

    def through_gateway(self) -> dict[str, str]:
        """Headers for the public door."""
        return {"Authorization": f"Bearer {self.key}"}

    def direct(self) -> dict[str, str]:
        """Headers for the platform itself."""
        now = int(time.time())
        payload = self.claims.model_dump(mode="json") | {"aud": AUDIENCE, "iat": now, "exp": now + TOKEN_SECONDS}
        return {"Authorization": f"Bearer {jwt.encode(payload, self.secret, 'HS256')}"}


def open_accounts(stack: Stack, count: int) -> list[Caller]:
    """Make `count` accounts with credits and a key each."""
    settings = {**stack.environment, "DJANGO_SETTINGS_MODULE": "picopt_saas.settings", "LOG_LEVEL": "WARNING"}
    import django

    with patch.dict(os.environ, settings):  # not for longer: the next service would take this one's database
        django.setup()
    from django.db import connection
    from django.utils import timezone

    from picopt_saas.accounts.keys import create_key
    from picopt_saas.accounts.models import Account, Site
    from picopt_saas.billing import ledger
    from picopt_saas.billing.models import Subscription

    callers = []
    for number in range(count):
        account = Account.objects.create(name=f"Bench {number}")
        now = timezone.now()
        Subscription.objects.create(
            account=account,
            plan="agency",
            provider="bench",
            provider_id=account.pk,
            period_ends_at=now + timedelta(days=30),
            told_at=now,
        )
        ledger.grant(account, 1000, reference=f"bench-{account.pk}", expires_at=None)
        key, secret = create_key(Site.objects.create(account=account, url=f"https://bench-{number}.example"))
        claims = Claims(account_id=account.pk, key_id=key.pk, scopes=list(Scope))
        callers.append(Caller(secret, claims, stack.environment["PICOPT_INTERNAL_SECRET"]))
    connection.close()
    return callers
