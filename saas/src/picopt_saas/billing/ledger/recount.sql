-- Where what is kept of a key's day is not what its holds add up to, it is written anew.
WITH truth AS (
  SELECT api_key_id, (created_at AT TIME ZONE 'UTC')::date AS day, sum(credits) AS credits
  FROM billing_hold
  WHERE api_key_id IS NOT NULL AND state IN ('held', 'captured')
    AND created_at >= %(since)s::timestamp AT TIME ZONE 'UTC' AND created_at < %(today)s::timestamp AT TIME ZONE 'UTC'
  GROUP BY 1, 2
), kept AS (
  SELECT api_key_id, day, credits FROM billing_spending WHERE day >= %(since)s AND day < %(today)s
)
INSERT INTO billing_spending (api_key_id, day, credits)
SELECT api_key_id, day, coalesce(truth.credits, 0)
FROM truth FULL JOIN kept USING (api_key_id, day)
WHERE coalesce(truth.credits, 0) IS DISTINCT FROM coalesce(kept.credits, 0)
ORDER BY api_key_id, day
ON CONFLICT (api_key_id, day) DO UPDATE SET credits = excluded.credits
