-- The oldest jobs of one month that are at rest: ended, forgotten, nothing paid for still kept, no money moved since
-- %(cutoff)s and none that staff decide about. As many as have %(items)s items together, and at least one; locked. Only of
-- the account %(only)s when that is given, and never of the accounts in %(without)s.
WITH resting AS (
  SELECT job.id, job.created_at FROM jobs_job job
  WHERE job.created_at < %(cutoff)s
    AND job.account_id <> ALL (%(without)s::text[])
    AND (%(only)s::text IS NULL OR job.account_id = %(only)s::text)
    AND date_trunc('month', job.created_at AT TIME ZONE 'UTC')::date <> ALL (%(left_alone)s::date[])
    AND NOT EXISTS (SELECT FROM jobs_item item WHERE item.job_id = job.id AND (item.expires_at IS NOT NULL
                    OR item.state <> ALL (%(final)s)))
    AND NOT EXISTS (SELECT FROM jobs_item item JOIN jobs_receiptrecord receipt ON receipt.item_id = item.id
                    WHERE item.job_id = job.id AND receipt.refund = 'pending')
    AND NOT EXISTS (SELECT FROM jobs_item item JOIN jobs_resultfile file ON file.item_id = item.id
                    WHERE item.job_id = job.id AND file.withdrawn_at IS NULL)
    AND NOT EXISTS (SELECT FROM jobs_item item JOIN jobs_charge charge ON charge.item_id = item.id
                    LEFT JOIN jobs_paidwork paid ON paid.charge_id = charge.id
                    LEFT JOIN billing_hold hold
                      ON hold.reference = charge.item_id || ':' || charge.line || ':' || charge.attempt
                    WHERE item.job_id = job.id
                      AND (paid.id IS NOT NULL OR charge.state = 'held' OR charge.settled_at >= %(cutoff)s
                           OR hold.state = 'held' OR hold.ended_at >= %(cutoff)s))
  ORDER BY job.created_at, job.id LIMIT %(items)s
), counted AS (
  SELECT resting.id, resting.created_at,
         sum((SELECT count(*) FROM jobs_item item WHERE item.job_id = resting.id)) OVER before_and_this AS items,
         date_trunc('month', resting.created_at AT TIME ZONE 'UTC')
           = date_trunc('month', first_value(resting.created_at) OVER before_and_this AT TIME ZONE 'UTC') AS same_month
  FROM resting WINDOW before_and_this AS (ORDER BY resting.created_at, resting.id)
), batch AS (
  SELECT id FROM counted
  WHERE same_month AND (items <= %(items)s OR (created_at, id) = (SELECT created_at, id FROM counted ORDER BY 1, 2 LIMIT 1))
)
SELECT id, account_id, created_at FROM jobs_job WHERE id IN (SELECT id FROM batch) ORDER BY created_at, id FOR UPDATE SKIP LOCKED
