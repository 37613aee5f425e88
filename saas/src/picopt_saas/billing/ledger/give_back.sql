-- End holds whose credits return, in one statement. Each step needs the rows of the one before, so holds are locked first
-- (in the order of their references), then the accounts (in the order of theirs), and only then their grants are changed.
-- What is in another state by now is left alone.
WITH locked AS (
  SELECT id FROM billing_hold WHERE reference = ANY (%(references)s) AND state = %(was)s ORDER BY reference FOR UPDATE
), ended AS (
  UPDATE billing_hold SET state = %(becomes)s, ended_at = now() FROM locked WHERE billing_hold.id = locked.id
  RETURNING billing_hold.id, account_id, reference, credits
), mine AS (
  SELECT account_id FROM billing_wallet WHERE account_id IN (SELECT account_id FROM ended) ORDER BY account_id FOR UPDATE
), wallet AS (
  UPDATE billing_wallet
  SET held = held - CASE WHEN %(was)s = 'held' THEN total.credits ELSE 0 END,
      used = used - CASE WHEN %(was)s = 'held' THEN 0 ELSE total.credits END,
      available = available + total.credits
  FROM (SELECT account_id, sum(credits) AS credits FROM ended JOIN mine USING (account_id) GROUP BY account_id) AS total
  WHERE billing_wallet.account_id = total.account_id
  RETURNING billing_wallet.account_id, debt
), record AS (
  INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
  SELECT account_id, %(kind)s, reference, CASE WHEN %(was)s = 'held' THEN 'held' ELSE 'used' END, 'available', credits, now()
  FROM ended WHERE credits > 0
), returned AS (
  UPDATE billing_grant SET remaining = remaining + part.credits
  FROM (
    SELECT grant_id, account_id, sum(part.credits) AS credits
    FROM ended JOIN wallet USING (account_id) JOIN billing_holdpart part ON part.hold_id = ended.id
    GROUP BY grant_id, account_id
  ) AS part
  WHERE billing_grant.id = part.grant_id
  RETURNING billing_grant.account_id, expires_at, part.credits
)
SELECT account_id, reference, credits, debt,
       (SELECT coalesce(sum(returned.credits), 0) FROM returned
        WHERE returned.account_id = ended.account_id AND expires_at <= %(now)s)::int
FROM ended JOIN wallet USING (account_id) ORDER BY account_id, reference
