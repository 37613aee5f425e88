-- Add %(sign)s times what these holds come to to each account's opening balance of the month; whether all of it agrees: no
-- hold is open, and transfers, holds and their parts say the same.
WITH hold AS (
  SELECT account_id, count(*) AS holds, coalesce(sum(credits) FILTER (WHERE state = 'captured'), 0) AS used,
         bool_and(state <> 'held') AS ended
  FROM billing_hold WHERE reference = ANY (%(references)s) GROUP BY account_id
), part AS (
  SELECT hold.account_id, coalesce(sum(part.credits) FILTER (WHERE hold.state = 'captured'), 0) AS used
  FROM billing_hold hold JOIN billing_holdpart part ON part.hold_id = hold.id
  WHERE hold.reference = ANY (%(references)s) GROUP BY hold.account_id
), moved AS (
  SELECT account_id, count(*) AS transfers,
         coalesce(sum(amount) FILTER (WHERE target = 'used'), 0) - coalesce(sum(amount) FILTER (WHERE source = 'used'), 0) AS used,
         coalesce(sum(amount) FILTER (WHERE target = 'held'), 0) - coalesce(sum(amount) FILTER (WHERE source = 'held'), 0) AS held
  FROM billing_transfer
  WHERE kind IN ('reserve', 'capture', 'release', 'refund') AND reference = ANY (%(references)s) GROUP BY account_id
), total AS (
  SELECT hold.account_id, hold.used, holds, coalesce(transfers, 0) AS transfers,
         ended AND hold.used = coalesce(part.used, 0) AND hold.used = coalesce(moved.used, 0) AND coalesce(held, 0) = 0 AS at_rest
  FROM hold LEFT JOIN part USING (account_id) LEFT JOIN moved USING (account_id)
), changed AS (
  UPDATE billing_opening opening
  SET used = opening.used + %(sign)s * total.used, holds = opening.holds + %(sign)s * total.holds,
      transfers = opening.transfers + %(sign)s * total.transfers
  FROM total WHERE opening.account_id = total.account_id AND opening.month = %(month)s
)
SELECT account_id FROM total WHERE NOT at_rest
