-- Capture in one statement. Each step needs the rows of the one before, so holds are locked first (in the order of their
-- references) and the accounts after them. What is not held any more is left alone.
WITH locked AS (
  SELECT id FROM billing_hold WHERE reference = ANY (%(references)s) AND state = 'held' ORDER BY reference FOR UPDATE
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
SELECT reference FROM ended
