-- Add what was moved since the last checkpoint, up to %(upto)s, to each account's. The cut is so long ago that no
-- transaction of before it is still open: a transfer bears the time at which its transaction began.
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
  FROM billing_transfer WHERE created_at >= %(since)s AND created_at < %(upto)s GROUP BY account_id
)
INSERT INTO billing_checkpoint AS kept (account_id, upto, granted, available, held, used, expired, revoked)
SELECT wallet.account_id, %(upto)s, coalesce(moved.granted, 0), coalesce(moved.available, 0), coalesce(moved.held, 0), coalesce(moved.used, 0),
       coalesce(moved.expired, 0), coalesce(moved.revoked, 0)
FROM billing_wallet wallet LEFT JOIN moved ON moved.account_id = wallet.account_id
ON CONFLICT (account_id) DO UPDATE
SET upto = excluded.upto, granted = kept.granted + excluded.granted, available = kept.available + excluded.available,
    held = kept.held + excluded.held, used = kept.used + excluded.used, expired = kept.expired + excluded.expired,
    revoked = kept.revoked + excluded.revoked
