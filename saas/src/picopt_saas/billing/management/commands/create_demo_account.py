"""`manage.py create_demo_account --credits 50 --site-url http://…`: an account to try things with; prints JSON."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.models import User
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant

DEMO_PASSWORD = "demo-password-1"  # noqa: S105 -- printed below, refused in production


class Command(BaseCommand):
    """Makes the account once an e-mail address; every call makes a new key, because an old one cannot be shown."""

    help = "Create a demo account with credits, a connected site and an API key; prints JSON"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--email`, `--password`, `--credits`, `--site-url`, `--no-key`."""
        parser.add_argument("--email", default="demo@example.com")
        parser.add_argument("--password", default=DEMO_PASSWORD)
        parser.add_argument("--credits", type=int, default=50, help="as many are available afterwards, at least")
        parser.add_argument("--site-url", required=True)
        parser.add_argument("--no-key", action="store_true", help="the account has a key already")

    @transaction.atomic
    def handle(self, *_args: object, email: str, password: str, site_url: str, **options: int) -> None:
        """Create what is missing and print `{account_id, api_key, email, password}`; no `api_key` with `--no-key`."""
        if settings.PICOPT.in_production:
            raise CommandError("ENVIRONMENT=production: demo accounts have a known password and are refused")
        user = User.objects.filter(email=email.lower()).first() or create_verified_user(email, password)
        user.set_password(password)
        user.save(update_fields=["password"])
        account = account_of(user)
        missing = options["credits"] - ledger.balance(account).available
        if missing > 0:
            reference = f"demo:{account.pk}:{Grant.objects.filter(account=account).count()}"
            ledger.grant(account, missing, reference=reference, expires_at=None, reason="Demo credits")
        answer = {"account_id": account.pk, "email": user.email, "password": password}
        if not options["no_key"]:
            _, answer["api_key"] = create_key(add_site(account, site_url, user=user), name="Demo", user=user)
        self.stdout.write(json.dumps(answer))
