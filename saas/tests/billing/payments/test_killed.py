"""The platform is killed (SIGKILL) at each row that a webhook writes, and in its commit; Stripe sends it again."""

import itertools
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import urllib3
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from supervised import Part
from waiting import wait_until

from picopt_saas.accounts.members import create_verified_user, open_account
from picopt_saas.accounts.models import AuditEntry, SentMail
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Purchase, Subscription, Transfer, WebhookEvent
from picopt_saas.billing.payments.port import Order
from picopt_standalone.processes import free_port

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_balance")]

IN_THE_COMMIT = -1
# Whoever writes the row whose number is asked for waits at it, until the test lets go of the lock.
WAITING = """
CREATE TABLE killed_at (number int NOT NULL);
INSERT INTO killed_at VALUES (0);
CREATE FUNCTION wait_to_be_killed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE written int := coalesce(nullif(current_setting('killed.written', true), ''), '0')::int + 1;
BEGIN
    PERFORM set_config('killed.written', written::text, true);
    PERFORM pg_advisory_xact_lock(1) FROM killed_at WHERE number = written;
    RETURN NULL;
END $$;
CREATE FUNCTION wait_to_be_killed_in_the_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1) FROM killed_at WHERE number = -1;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER killed_in_the_commit AFTER UPDATE ON billing_webhookevent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_to_be_killed_in_the_commit();
DO $$
DECLARE name regclass;
BEGIN
    FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'killed_at'
    LOOP
        EXECUTE format('CREATE TRIGGER killed AFTER INSERT OR UPDATE OR DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION wait_to_be_killed()', name);
    END LOOP;
END $$;
"""
NO_MORE = """
DROP FUNCTION wait_to_be_killed CASCADE;
DROP FUNCTION wait_to_be_killed_in_the_commit CASCADE;
DROP TABLE killed_at;
"""


@pytest.fixture
def platform(database_url, stripe_side, stripe_secrets, tmp_path):
    """The real one, started again when it ends; its address for webhooks."""
    key, secret = stripe_secrets
    port = free_port()
    environment = {
        "DATABASE_URL": database_url,
        "PLATFORM_PORT": str(port),
        "PAYMENT_PROVIDER": "stripe",
        "STRIPE_SECRET_KEY": key,
        "STRIPE_WEBHOOK_SECRET": secret,
        "STRIPE_API_BASE": stripe_side.url,
    }
    part = Part("platform", (sys.executable, "-m", "picopt_saas.serve"), environment, tmp_path)
    part.url = f"http://127.0.0.1:{port}/webhooks/stripe"
    yield part
    part.stop()
    print((tmp_path / "platform.log").read_text()[-3000:])  # noqa: T201 -- shown when the test fails


@pytest.fixture
def killing(database_url, platform):
    """Delivers a webhook and kills the platform at that row of those it writes; whether it came so far."""
    with psycopg.connect(database_url, autocommit=True) as database, ThreadPoolExecutor(1) as pool:
        database.execute(WAITING)

        def waits():
            blocked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            return database.execute(blocked).fetchone()[0]

        def deliver(webhook, number):
            database.execute("SELECT pg_advisory_lock(1)")
            database.execute("UPDATE killed_at SET number = %s", [number])
            wait_until(lambda: post(platform.url, (b"", {})) == 400, "the platform is not there")
            answer = pool.submit(post, platform.url, webhook)
            wait_until(lambda: waits() or answer.done())
            was_killed = not answer.done()
            if was_killed:
                platform.send(9)
            database.execute("SELECT pg_advisory_unlock(1)")
            assert answer.result() == (None if was_killed else 200)
            database.execute("UPDATE killed_at SET number = 0")
            return was_killed

        yield deliver
        database.execute(NO_MORE)


def post(url, webhook):
    """Deliver it as Stripe does; the status of the answer, None without one."""
    body, headers = webhook
    try:
        sent = {**headers, "Content-Type": "application/json"}
        return urllib3.request("POST", url, body=body, headers=sent, retries=False, timeout=60).status
    except urllib3.exceptions.HTTPError:
        return None


def story(stripe, stripe_side, number):
    """A customer, and what Stripe tells of them: a pack, half of it refunded, a plan, and a dispute about it."""
    account = open_account(create_verified_user(f"ann{number}@example.com", "long enough"))
    places = {"success_url": "https://us.example/ok", "cancel_url": "https://us.example/no"}

    def buys(product):
        order = Order(
            account_id=account.pk, email="ann@example.com", product=product, idempotency_key=f"{number}{product}",
            **places,
        )  # fmt: skip
        return stripe_side.pay(stripe.checkout(order).url)

    def payment(product):
        return Purchase.objects.get(account=account, product=product).payment

    def told():
        yield from buys("pack-500")
        yield stripe_side.refund(payment("pack-500"), 450)
        yield from buys("pro")
        yield stripe_side.dispute(payment("pro"), "lost", "closed", id=f"dp_{number}")

    return account, told()


def outcome(account):
    """All that the story has led to, without what differs from one customer to the next."""
    mine = {"account": account}
    plan = Subscription.objects.get(**mine)
    return {
        "balance": ledger.balance(account),
        "grants": list(Grant.objects.filter(**mine).order_by("pk").values_list("credits", "remaining", "reason")),
        "transfers": list(Transfer.objects.filter(**mine).order_by("pk").values_list("kind", "amount")),
        "sales": list(
            Purchase.objects.filter(**mine).order_by("pk").values_list("product", "cents", "revoked_credits")
        ),
        "plan": (plan.plan, plan.active),
        "log": list(AuditEntry.objects.filter(**mine).order_by("pk").values_list("action", "details")),
        "events": sorted(WebhookEvent.objects.filter(**mine).values_list("kind", "applied")),
    }


def letters():
    """How many were written, and how many entries the queue has."""
    return SentMail.objects.count(), ProcrastinateJob.objects.count()


def test_a_webhook_whose_platform_is_killed_works_once_wherever_that_was(killing, platform, stripe, stripe_side):
    undisturbed, events = story(stripe, stripe_side, 0)
    before = letters()
    for webhook in events:
        assert not killing(webhook, 0)
    expected = outcome(undisturbed)
    assert expected["balance"].available == 250
    written = [now - then for now, then in zip(letters(), before, strict=True)]

    rows = 0
    for number in itertools.chain([IN_THE_COMMIT], itertools.count(1)):
        account, events = story(stripe, stripe_side, number)
        before, kills = letters(), 0
        for webhook in events:
            if killing(webhook, number):
                kills += 1
                wait_until(lambda again=webhook: post(platform.url, again) == 200, "Stripe's next try is not taken")
            assert post(platform.url, webhook) == 200, "and one more that nobody needed"
        assert outcome(account) == expected, number
        assert [now - then for now, then in zip(letters(), before, strict=True)] == written, number
        rows += kills
        if not kills:
            break
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'")
        assert cursor.fetchone()[0] == 0
    assert rows > 20, "the story writes more rows than that"
