-- Who pays for a piece of work: the first, whoever comes after it has ended, and whoever asked for it anew. In the order
-- of line and fingerprint, so that two transactions never wait for each other in a circle.
WITH wanted AS (
  SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS one
    (account text, line text, fingerprint text, charge bigint, analysis jsonb, engine text, anew boolean)
), first_of_each AS (
  SELECT DISTINCT ON (line, fingerprint) * FROM wanted ORDER BY line, fingerprint, anew DESC, charge
)
INSERT INTO jobs_paidwork AS paid
  (account_id, line, fingerprint, charge_id, analysis, analysis_engine, free_text_used, paid_at, expires_at)
SELECT account, line, fingerprint, charge, nullif(analysis, 'null'::jsonb), engine, false, now(), %(until)s
FROM first_of_each ORDER BY line, fingerprint
ON CONFLICT (account_id, line, fingerprint) DO UPDATE
SET charge_id = excluded.charge_id, analysis = excluded.analysis, analysis_engine = excluded.analysis_engine,
    expires_at = excluded.expires_at,
    -- The one text without charge is used up unless the work was paid for from the start.
    free_text_used = paid.free_text_used AND paid.expires_at > %(moment)s,
    paid_at = CASE WHEN paid.expires_at > %(moment)s THEN paid.paid_at ELSE now() END
WHERE paid.expires_at <= %(moment)s
   OR (SELECT bool_or(anew) FROM wanted WHERE wanted.charge = excluded.charge_id)
RETURNING charge_id
