-- One row an account: the stored balances, and the same numbers summed from the records that they must equal. What has
-- left for the archive is in the opening balances: so many credits went from available to used.
WITH moved AS (
  SELECT account_id,
         coalesce(sum(amount) FILTER (WHERE source = 'issued'), 0) AS granted,
         coalesce(sum(amount) FILTER (WHERE target = 'available'), 0)
           - coalesce(sum(amount) FILTER (WHERE source = 'available'), 0) AS available,
         coalesce(sum(amount) FILTER (WHERE target = 'held'), 0)
           - coalesce(sum(amount) FILTER (WHERE source = 'held'), 0) AS held,
         coalesce(sum(amount) FILTER (WHERE target = 'used'), 0)
           - coalesce(sum(amount) FILTER (WHERE source = 'used'), 0) AS used,
         coalesce(sum(amount) FILTER (WHERE target = 'expired'), 0) AS expired,
         coalesce(sum(amount) FILTER (WHERE target = 'revoked'), 0) AS revoked
  FROM billing_transfer GROUP BY account_id
), archived AS (
  SELECT account_id, sum(used) AS used FROM billing_opening GROUP BY account_id
), given AS (
  SELECT account_id, sum(credits) AS granted, sum(remaining) AS available, sum(expired) AS expired,
         sum(revoked) AS revoked
  FROM billing_grant GROUP BY account_id
), set_aside AS (
  SELECT account_id,
         coalesce(sum(credits) FILTER (WHERE state = 'held'), 0) AS held,
         coalesce(sum(credits) FILTER (WHERE state = 'captured'), 0) AS used
  FROM billing_hold GROUP BY account_id
), parts AS (
  SELECT hold.account_id,
         coalesce(sum(part.credits) FILTER (WHERE state = 'held'), 0) AS held,
         coalesce(sum(part.credits) FILTER (WHERE state = 'captured'), 0) AS used
  FROM billing_holdpart part JOIN billing_hold hold ON hold.id = part.hold_id GROUP BY hold.account_id
)
SELECT wallet.account_id, wallet.granted, wallet.available, wallet.held, wallet.used, wallet.expired, wallet.revoked,
       wallet.debt,
       coalesce(moved.granted, 0)::bigint AS transfers_granted,
       (coalesce(moved.available, 0) - coalesce(archived.used, 0))::bigint AS transfers_available,
       coalesce(moved.held, 0)::bigint AS transfers_held,
       (coalesce(moved.used, 0) + coalesce(archived.used, 0))::bigint AS transfers_used,
       coalesce(moved.expired, 0)::bigint AS transfers_expired,
       coalesce(moved.revoked, 0)::bigint AS transfers_revoked,
       coalesce(given.granted, 0)::bigint AS grants_granted,
       coalesce(given.available, 0)::bigint AS grants_available,
       coalesce(given.expired, 0)::bigint AS grants_expired,
       coalesce(given.revoked, 0)::bigint AS grants_revoked,
       coalesce(set_aside.held, 0)::bigint AS holds_held,
       (coalesce(set_aside.used, 0) + coalesce(archived.used, 0))::bigint AS holds_used,
       coalesce(parts.held, 0)::bigint AS parts_held,
       (coalesce(parts.used, 0) + coalesce(archived.used, 0))::bigint AS parts_used
FROM billing_wallet wallet
LEFT JOIN moved ON moved.account_id = wallet.account_id
LEFT JOIN archived ON archived.account_id = wallet.account_id
LEFT JOIN given ON given.account_id = wallet.account_id
LEFT JOIN set_aside ON set_aside.account_id = wallet.account_id
LEFT JOIN parts ON parts.account_id = wallet.account_id
WHERE %(account)s::text IS NULL OR wallet.account_id = %(account)s::text
ORDER BY wallet.account_id
