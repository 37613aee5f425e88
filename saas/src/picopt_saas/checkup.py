"""The doctor's checks of what the service depends on. What one writes, it removes."""

import secrets
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.utils import timezone

from picopt_imaging.capabilities import degradations
from picopt_saas.addresses import public_address
from picopt_saas.billing.ledger.apart import left_out
from picopt_saas.billing.ledger.proof import prove_recent
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.port import PaymentError
from picopt_saas.billing.payments.stripe import StripeProvider
from picopt_saas.billing.plans import PLANS
from picopt_saas.findings import Finding, Verdict
from picopt_saas.pipeline.tools import text_degradations
from picopt_saas.storage.build import bucket, presigner, storage
from picopt_saas.storage.port import ObjectMissing

Report = Iterator[tuple[Verdict, str]]
_OLDEST_POSTGRESQL: Final = 15
_CLOCKS_APART: Final = 5.0  # seconds; the platform allows the gateway ten


def check_up(*, migrated: bool) -> Iterator[Finding]:
    """All findings; a check that breaks off is one too. `migrated` says whether that should have been done already."""
    for what, check in {**_CHECKS, **(_OF_TABLES if migrated else _TO_COME)}.items():
        try:
            yield from (Finding(verdict, what, says) for verdict, says in check())
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what the operator wants to know
            yield Finding(Verdict.WRONG, what, f"{type(error).__name__}: {error}".splitlines()[0])


def _environment() -> Report:
    config = settings.PICOPT
    where = "production" if config.in_production else "not production: test money and built-in secrets are accepted"
    yield Verdict.OK, f"{config.public_url} is {where}"


def _pages() -> Report:
    """All that answers is loaded as at the first request: a library of a version that does not fit is told here."""
    import_module(settings.ROOT_URLCONF)
    yield Verdict.OK, "every page and route can be loaded"


def _database() -> Report:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
    if version < _OLDEST_POSTGRESQL:
        yield Verdict.WRONG, f"PostgreSQL {version} answers; {_OLDEST_POSTGRESQL} or newer is needed"
        return
    yield Verdict.OK, f"PostgreSQL {version} answers"
    yield from _clock()


def _clock() -> Report:
    """Signatures of the gateway, of addresses in the bucket and of webhooks hold for seconds or minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
    if apart > _CLOCKS_APART:
        yield Verdict.WRONG, f"this machine's clock and the database's are {apart:.0f} seconds apart: set both by NTP"


def _migrations() -> Report:
    if missing := _missing_migrations():
        yield Verdict.WRONG, f"{missing} migrations are missing: run `python -m picopt_saas.manage migrate`"
    else:
        yield Verdict.OK, "the database has all tables of this version"


def _migrations_to_come() -> Report:
    yield Verdict.OK, f"{_missing_migrations()} migrations will run"


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _storage() -> Report:
    """All that is asked of it; a bucket has a permission for each."""
    folder, probe = f"doctor/probes/{secrets.token_hex(8)}/", b"can this be read back"
    key, store = f"{folder}probe", storage()
    store.write(key, [probe])
    try:
        read = b"".join(store.read(key))
        listed = [found.key for found in store.list(folder)]
    finally:
        store.delete(key)
    if read != probe:
        yield Verdict.WRONG, "gives back other bytes"
    elif listed != [key]:
        yield Verdict.WRONG, "does not list what is in it"
    elif not _says_what_is_missing(key):
        yield Verdict.WRONG, "still has what was deleted"
    else:
        if presigner():
            _try_parts(key)
        yield Verdict.OK, "writes, reads, lists and deletes"


def _try_parts(key: str) -> None:
    """Begin an upload in parts, ask for them, and give it up. Raises `StorageUnavailable` where one is refused."""
    upload = bucket().begin(key)
    try:
        bucket().arrived(key, upload)
    finally:
        bucket().give_up(key, upload)


def _says_what_is_missing(key: str) -> bool:
    """Whether it tells what it has not from what it does not give. Raises `StorageUnavailable` where it refuses."""
    try:
        storage().read(key).close()
    except ObjectMissing:
        return True
    return False


def _mail() -> Report:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Verdict.WARNING, "mails are printed to the console and reach nobody"
        return
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Verdict.WARNING, "mails are kept in a folder and reach nobody; read them at /mail"
        return
    with Smtp():
        yield Verdict.OK, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} lets us in"
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Verdict.WARNING, "mails and their links travel unencrypted to the mail server"


def _plans() -> Report:
    lost = Subscription.objects.filter(active=True).exclude(plan__in=list(PLANS))
    found = sorted(lost.values_list("plan").annotate(number=Count("pk")).order_by())
    for plan, accounts in found:
        yield Verdict.WRONG, f"{accounts} accounts pay for the plan {plan!r}, which is not in plans.py: they have Free"
    if not found:
        yield Verdict.OK, "every plan that is paid for is in plans.py"


def _books() -> Report:
    """A warning: one account's fault, of which the log and /metrics tell too, keeps the service from nothing."""
    broken = {proof.account_id for proof in prove_recent() if proof.faults} | left_out()
    for account_id in sorted(broken):
        yield Verdict.WARNING, f"{account_id} is left out by housekeeping: see `… manage ledger verify` and the log"
    if not broken:
        yield Verdict.OK, "those of every account agree"


def _payments() -> Report:
    provider = payment_provider()
    if not isinstance(provider, StripeProvider):
        yield Verdict.WARNING, "the sandbox takes test money only"
        return
    if missing := provider.missing_prices():
        yield Verdict.WRONG, f"Stripe has no price for {', '.join(missing)}: run `… manage stripe_setup`"
        return
    if provider.adds_tax and not provider.can_add_tax():
        yield Verdict.WRONG, "STRIPE_TAX is on and Stripe Tax is not set up: no payment page would open"
        return
    yield from ((Verdict.WARNING, doubt) for doubt in _webhook_doubts(provider))
    if "_test_" in settings.PICOPT.stripe_secret_key.get_secret_value():
        yield Verdict.WARNING, "STRIPE_SECRET_KEY is a test key: test cards buy real credits"
    else:
        yield Verdict.OK, "Stripe answers and knows every price"


def _webhook_doubts(provider: StripeProvider) -> list[str]:
    """Warnings only: webhooks may come by another address, and a restricted key may not look."""
    try:
        return provider.webhook_faults(public_address("webhook", provider.name))
    except PaymentError as error:
        return [f"Stripe does not let this key see the webhook endpoints ({error.__cause__})"]


def _imaging() -> Report:
    missing = degradations()
    if not missing:
        yield Verdict.OK, "the compiled meter and libwebp are here"
    yield from ((Verdict.WARNING, one.says) for one in missing)


def _text() -> Report:
    missing = text_degradations()
    if not missing:
        yield Verdict.OK, "nothing is missing that writes text"
    yield from ((Verdict.WARNING, one.says) for one in missing)


_CHECKS: Final[dict[str, Callable[[], Report]]] = {
    "environment": _environment,
    "pages": _pages,
    "database": _database,
    "storage": _storage,
    "mail": _mail,
    "payments": _payments,
    "imaging": _imaging,
    "text": _text,
}
_OF_TABLES: Final[dict[str, Callable[[], Report]]] = {"migrations": _migrations, "plans": _plans, "books": _books}
_TO_COME: Final[dict[str, Callable[[], Report]]] = {"migrations": _migrations_to_come}
