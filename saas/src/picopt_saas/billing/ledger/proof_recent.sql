-- The same as proof.sql, from the last checkpoint on: what was moved since is added to it, and of the holds only the open
-- ones are looked at. One statement, and so one snapshot.
WITH moved AS (
  SELECT account_id, sum(granted)::bigint AS granted, sum(available)::bigint AS available, sum(held)::bigint AS held,
         sum(used)::bigint AS used, sum(expired)::bigint AS expired, sum(revoked)::bigint AS revoked
  FROM (
    SELECT account_id, granted, available, held, used, expired, revoked FROM billing_checkpoint
    UNION ALL
    SELECT account_id,
           CASE WHEN source = 'issued' THEN amount ELSE 0 END,
           CASE 'available' WHEN target THEN amount WHEN source THEN -amount ELSE 0 END,
           CASE 'held' WHEN target THEN amount WHEN source THEN -amount ELSE 0 END,
           CASE 'used' WHEN target THEN amount WHEN source THEN -amount ELSE 0 END,
           CASE WHEN target = 'expired' THEN amount ELSE 0 END,
           CASE WHEN target = 'revoked' THEN amount ELSE 0 END
    FROM billing_transfer WHERE created_at >= %(since)s
  ) movement GROUP BY account_id
), given AS (
  SELECT account_id, sum(credits) AS granted, sum(remaining) AS available, sum(expired) AS expired,
         sum(revoked) AS revoked
  FROM billing_grant GROUP BY account_id
), set_aside AS (
  SELECT account_id, sum(credits) AS held FROM billing_hold WHERE state = 'held' GROUP BY account_id
)
SELECT wallet.account_id, wallet.granted, wallet.available, wallet.held, wallet.used, wallet.expired, wallet.revoked,
       wallet.debt,
       coalesce(moved.granted, 0)::bigint AS transfers_granted,
       coalesce(moved.available, 0)::bigint AS transfers_available,
       coalesce(moved.held, 0)::bigint AS transfers_held,
       coalesce(moved.used, 0)::bigint AS transfers_used,
       coalesce(moved.expired, 0)::bigint AS transfers_expired,
       coalesce(moved.revoked, 0)::bigint AS transfers_revoked,
       coalesce(given.granted, 0)::bigint AS grants_granted,
       coalesce(given.available, 0)::bigint AS grants_available,
       coalesce(given.expired, 0)::bigint AS grants_expired,
       coalesce(given.revoked, 0)::bigint AS grants_revoked,
       coalesce(set_aside.held, 0)::bigint AS holds_held
FROM billing_wallet wallet
LEFT JOIN moved ON moved.account_id = wallet.account_id
LEFT JOIN given ON given.account_id = wallet.account_id
LEFT JOIN set_aside ON set_aside.account_id = wallet.account_id
ORDER BY wallet.account_id
