"""`billing_reserve` keeps a site's monthly budget (a month is one in UTC), under the lock that guards the account's credits.

All keys of a site count together, a deleted one too. What was released or refunded no longer counts.
"""

from importlib import import_module

from django.db import migrations

BUDGETED = """
CREATE OR REPLACE FUNCTION billing_reserve(
  account text, key text, daily_cap int, midnight timestamptz, moment timestamptz, ends timestamptz,
  wanted_references text[], wanted_lines text[], wanted_credits int[]
) RETURNS SETOF billing_hold LANGUAGE plpgsql AS $$
DECLARE
  new_ids bigint[];
  needed bigint;
  usable bigint;
  spent bigint;
  budget_site text;
  budget bigint;
BEGIN
  -- The hold comes first: its reference is the idempotency check. Sorted, so that two calls cannot wait in a circle.
  WITH new AS (
    INSERT INTO billing_hold (account_id, api_key_id, reference, line, credits, state, created_at, expires_at)
    SELECT account, key, reference, line, credits, 'held', moment, ends
    FROM unnest(wanted_references, wanted_lines, wanted_credits) AS wanted (reference, line, credits)
    ORDER BY reference
    ON CONFLICT (reference) DO NOTHING RETURNING id, credits
  )
  SELECT array_agg(id), coalesce(sum(credits), 0) INTO new_ids, needed FROM new;

  IF needed > 0 THEN
    -- Then the account's row, which guards its grants too.
    UPDATE billing_wallet SET available = available - needed, held = held + needed
    WHERE account_id = account AND available >= needed AND debt = 0;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'not enough, or frozen' USING ERRCODE = 'PO402', DETAIL = needed::text;
    END IF;

    INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
    SELECT account, 'reserve', reference, 'available', 'held', credits, moment
    FROM billing_hold WHERE id = ANY (new_ids) AND credits > 0;

    -- Lay the grants end to end, the one that ends first at the front, and the holds beside them: where they overlap,
    -- the hold takes from the grant.
    WITH grants AS (
      SELECT id, remaining, sum(remaining) OVER (ORDER BY expires_at NULLS LAST, id) AS upto
      FROM billing_grant
      WHERE account_id = account AND remaining > 0 AND (expires_at IS NULL OR expires_at > moment)
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

    IF daily_cap IS NOT NULL THEN
      SELECT coalesce(sum(credits), 0) INTO spent FROM billing_hold
      WHERE api_key_id = key AND created_at >= midnight AND state IN ('held', 'captured');
      IF spent > daily_cap THEN
        RAISE EXCEPTION 'spend cap' USING ERRCODE = 'PO403', DETAIL = format('%s %s', daily_cap, spent - needed);
      END IF;
    END IF;

    -- Read here, and not given by the caller: what an owner lowers meanwhile counts at once.
    SELECT site.id, site.monthly_budget INTO budget_site, budget
    FROM accounts_apikey own JOIN accounts_site site ON site.id = own.site_id WHERE own.id = key;
    IF budget IS NOT NULL THEN
      SELECT coalesce(sum(hold.credits), 0) INTO spent
      FROM billing_hold hold JOIN accounts_apikey one ON one.id = hold.api_key_id
      WHERE one.site_id = budget_site AND hold.state IN ('held', 'captured')
        AND hold.created_at >= date_trunc('month', moment AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
      IF spent > budget THEN
        RAISE EXCEPTION 'monthly budget' USING ERRCODE = 'PO405',
          DETAIL = format('%s %s %s', needed, budget, spent - needed);
      END IF;
    END IF;
  END IF;
  RETURN QUERY SELECT * FROM billing_hold WHERE reference = ANY (wanted_references);
END $$;
"""
WITHOUT = import_module("picopt_saas.billing.migrations.0003_reserve").CREATE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_site_monthly_budget"), ("billing", "0008_webhook_log")]
    operations = [migrations.RunSQL(BUDGETED, WITHOUT)]
