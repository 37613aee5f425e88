"""What a key spent on a day is kept as a sum: a cap or a budget never adds up a month of holds under the wallet's lock.

`billing_reserve` adds to it behind the wallet, a trigger takes off what comes back: behind the wallet, too, as triggers
run at the end of their statement. Capture is a function because planning it took longer than running it.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

RESERVE = """
CREATE OR REPLACE FUNCTION billing_reserve(
  account text, key text, daily_cap int, midnight timestamptz, moment timestamptz, ends timestamptz,
  wanted_references text[], wanted_lines text[], wanted_credits int[]
) RETURNS SETOF billing_hold LANGUAGE plpgsql AS $$
DECLARE
  new_ids bigint[];
  needed bigint;
  usable bigint;
  so_far bigint;
  today date := (moment AT TIME ZONE 'UTC')::date;
  budget_site text;
  budget bigint;
BEGIN
  -- The hold comes first: its reference is the idempotency check. Sorted, so that two calls cannot wait in a circle. Its
  -- record comes with it, before the lock that everybody waits for; whatever is refused below undoes both.
  WITH new AS (
    INSERT INTO billing_hold (account_id, api_key_id, reference, line, credits, state, created_at, expires_at)
    SELECT account, key, reference, line, credits, 'held', moment, ends
    FROM unnest(wanted_references, wanted_lines, wanted_credits) AS wanted (reference, line, credits)
    ORDER BY reference
    ON CONFLICT (reference) DO NOTHING RETURNING id, reference, credits
  ), record AS (
    INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
    SELECT account, 'reserve', reference, 'available', 'held', credits, moment FROM new WHERE credits > 0
  )
  SELECT array_agg(id), coalesce(sum(credits), 0) INTO new_ids, needed FROM new;

  IF needed > 0 THEN
    -- Then the account's row, which guards its grants and what its keys spent.
    UPDATE billing_wallet SET available = available - needed, held = held + needed
    WHERE account_id = account AND available >= needed AND debt = 0;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'not enough, or frozen' USING ERRCODE = 'PO402', DETAIL = needed::text;
    END IF;

    -- Lay the grants end to end, the one that ends first at the front, and the holds beside them: where they overlap,
    -- the hold takes from the grant.
    WITH grants AS (
      SELECT id, remaining, sum(remaining) OVER (ORDER BY expires_at NULLS LAST, id) AS upto
      FROM billing_grant
      WHERE account_id = account AND NOT spent AND (expires_at IS NULL OR expires_at > moment)
    ), holds AS (
      SELECT id, credits, sum(credits) OVER (ORDER BY id) AS upto
      FROM billing_hold WHERE id = ANY (new_ids) AND credits > 0
    ), parts AS (
      INSERT INTO billing_holdpart (hold_id, grant_id, credits)
      SELECT holds.id, grants.id,
             least(grants.upto, holds.upto) - greatest(grants.upto - grants.remaining, holds.upto - holds.credits)
      FROM holds JOIN grants
        ON grants.upto > holds.upto - holds.credits AND holds.upto > grants.upto - grants.remaining
      RETURNING grant_id, credits
    ), taken AS (
      UPDATE billing_grant SET remaining = remaining - part.credits
      FROM (SELECT grant_id, sum(credits) AS credits FROM parts GROUP BY grant_id) AS part
      WHERE billing_grant.id = part.grant_id RETURNING part.credits
    )
    SELECT coalesce(sum(credits), 0) INTO usable FROM taken;
    IF usable < needed THEN -- the balance still counts grants that have ended and were not swept yet
      RAISE EXCEPTION 'not enough' USING ERRCODE = 'PO402', DETAIL = needed::text;
    END IF;

    IF key IS NOT NULL THEN
      INSERT INTO billing_spending AS kept (api_key_id, day, credits) VALUES (key, today, needed)
      ON CONFLICT (api_key_id, day) DO UPDATE SET credits = kept.credits + excluded.credits
      RETURNING kept.credits INTO so_far;
      IF so_far > daily_cap THEN
        RAISE EXCEPTION 'spend cap' USING ERRCODE = 'PO403', DETAIL = format('%s %s', daily_cap, so_far - needed);
      END IF;

      -- Read here, and not given by the caller: what an owner lowers meanwhile counts at once.
      SELECT site.id, site.monthly_budget INTO budget_site, budget
      FROM accounts_apikey own JOIN accounts_site site ON site.id = own.site_id WHERE own.id = key;
      IF budget IS NOT NULL THEN
        SELECT coalesce(sum(kept.credits), 0) INTO so_far
        FROM billing_spending kept JOIN accounts_apikey one ON one.id = kept.api_key_id
        WHERE one.site_id = budget_site AND kept.day >= date_trunc('month', today::timestamp)::date;
        IF so_far > budget THEN
          RAISE EXCEPTION 'monthly budget' USING ERRCODE = 'PO405',
            DETAIL = format('%s %s %s', needed, budget, so_far - needed);
        END IF;
      END IF;
    END IF;
  END IF;
  RETURN QUERY SELECT * FROM billing_hold WHERE reference = ANY (wanted_references);
END $$;
"""
# Holds that are being made wait until the sums are there, and are added by the new function.
FILL = """
LOCK TABLE billing_hold IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO billing_spending (api_key_id, day, credits)
SELECT api_key_id, (created_at AT TIME ZONE 'UTC')::date, sum(credits) FROM billing_hold
WHERE api_key_id IS NOT NULL AND state IN ('held', 'captured') AND created_at >= now() - interval '40 days'
GROUP BY 1, 2;
"""
TAKE_OFF = """
CREATE FUNCTION billing_hold_came_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE billing_spending SET credits = credits - NEW.credits
  WHERE api_key_id = NEW.api_key_id AND day = (NEW.created_at AT TIME ZONE 'UTC')::date;
  RETURN NULL;
END $$;
CREATE TRIGGER hold_came_back AFTER UPDATE OF state ON billing_hold FOR EACH ROW
  WHEN (NEW.state IN ('released', 'refunded') AND OLD.state IN ('held', 'captured') AND NEW.api_key_id IS NOT NULL)
  EXECUTE FUNCTION billing_hold_came_back();
"""
CAPTURE = """
CREATE FUNCTION billing_capture(wanted text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  -- Each step needs the rows of the one before, so holds are locked first (in the order of their references) and the
  -- accounts after them. What is not held any more is left alone.
  RETURN QUERY
  WITH locked AS (
    SELECT id FROM billing_hold WHERE reference = ANY (wanted) AND state = 'held' ORDER BY reference FOR UPDATE
  ), ended AS (
    UPDATE billing_hold SET state = 'captured', ended_at = now() FROM locked WHERE billing_hold.id = locked.id
    RETURNING account_id, reference, credits
  ), record AS (
    INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
    SELECT account_id, 'capture', reference, 'held', 'used', credits, now() FROM ended WHERE credits > 0
  ), wallet AS (
    UPDATE billing_wallet SET held = held - total.credits, used = used + total.credits
    FROM (SELECT account_id, sum(credits) AS credits FROM ended GROUP BY account_id) AS total
    WHERE billing_wallet.account_id = total.account_id
  )
  SELECT reference::text FROM ended;
END $$;
"""
WITHOUT = import_module("picopt_saas.billing.migrations.0009_monthly_budget").BUDGETED


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_site_monthly_budget"), ("billing", "0011_unspent_grants")]
    operations = [
        migrations.CreateModel(
            name="Spending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("credits", models.BigIntegerField()),
                (
                    "api_key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spending",
                        to="accounts.apikey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("api_key", "day"), name="spending_once_a_day"),
                    models.CheckConstraint(condition=models.Q(("credits__gte", 0)), name="spending_not_negative"),
                ],
                "indexes": [models.Index(fields=["day"], name="spending_by_day")],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(RESERVE, WITHOUT),
        migrations.RunSQL(TAKE_OFF, "DROP TRIGGER hold_came_back ON billing_hold; DROP FUNCTION billing_hold_came_back"),
        migrations.RunSQL(CAPTURE, "DROP FUNCTION billing_capture(text[])"),
        migrations.RemoveIndex(model_name="hold", name="hold_by_key_and_day"),
    ]
