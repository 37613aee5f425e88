-- Accounts whose checkpoint is not what their transfers before it add up to, those in the archive included.
SELECT kept.account_id
FROM billing_checkpoint kept
LEFT JOIN billing_transfer moved ON moved.account_id = kept.account_id AND moved.created_at < kept.upto
LEFT JOIN (SELECT account_id, sum(used) AS used FROM billing_opening GROUP BY account_id) archived
  ON archived.account_id = kept.account_id
GROUP BY kept.account_id, archived.used
HAVING kept.granted <> coalesce(sum(amount) FILTER (WHERE source = 'issued'), 0)
    OR kept.used - coalesce(archived.used, 0) <> coalesce(sum(amount) FILTER (WHERE target = 'used'), 0)
                                                 - coalesce(sum(amount) FILTER (WHERE source = 'used'), 0)
    OR kept.held <> coalesce(sum(amount) FILTER (WHERE target = 'held'), 0)
                    - coalesce(sum(amount) FILTER (WHERE source = 'held'), 0)
    OR kept.expired <> coalesce(sum(amount) FILTER (WHERE target = 'expired'), 0)
    OR kept.revoked <> coalesce(sum(amount) FILTER (WHERE target = 'revoked'), 0)
    OR kept.available + coalesce(archived.used, 0) <> coalesce(sum(amount) FILTER (WHERE target = 'available'), 0)
                                                      - coalesce(sum(amount) FILTER (WHERE source = 'available'), 0)
