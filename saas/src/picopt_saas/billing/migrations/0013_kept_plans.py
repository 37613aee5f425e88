"""The functions of the ledger keep their plans, and look first whether one grant is enough.

PostgreSQL planned each of their statements anew, since for a list of one reference it expects a cheaper plan than for a
list of unknown length. It is the same plan, through the same index, and making it took as long as all the rest. Nearly
every order finds enough in the grant that ends first; laying all grants end to end is for the others.
"""

from importlib import import_module

from django.db import migrations

RESERVE = """CREATE OR REPLACE FUNCTION billing_reserve(
  account text, key text, daily_cap int, midnight timestamptz, moment timestamptz, ends timestamptz,
  wanted_references text[], wanted_lines text[], wanted_credits int[]
) RETURNS SETOF billing_hold LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  new_ids bigint[];
  needed bigint;
  usable bigint;
  enough bigint;
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

    -- Mostly the grant that ends first is enough for all.
    UPDATE billing_grant SET remaining = remaining - needed
    WHERE id = (
      SELECT id FROM billing_grant
      WHERE account_id = account AND NOT spent AND (expires_at IS NULL OR expires_at > moment)
      ORDER BY expires_at NULLS LAST, id LIMIT 1
    ) AND remaining >= needed RETURNING id INTO enough;
    IF FOUND THEN
      INSERT INTO billing_holdpart (hold_id, grant_id, credits)
      SELECT id, enough, credits FROM billing_hold WHERE id = ANY (new_ids) AND credits > 0;
    ELSE
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
BEFORE = import_module("picopt_saas.billing.migrations.0012_spending").RESERVE
KEEP = "ALTER FUNCTION billing_capture(text[]) SET plan_cache_mode = force_generic_plan"
FORGET = "ALTER FUNCTION billing_capture(text[]) RESET plan_cache_mode"


class Migration(migrations.Migration):
    dependencies = [("billing", "0012_spending")]
    operations = [migrations.RunSQL(RESERVE, BEFORE), migrations.RunSQL(KEEP, FORGET)]
