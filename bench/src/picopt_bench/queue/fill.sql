-- A month of a busy service, as rows: %(items)s images in orders of twenty, each with its original, two paid lines, seven
-- files, a receipt and what the ledger wrote for it. They end evenly over the thirty days from yesterday on, so that one
-- thirtieth is due now; answers and quotes end as much later as they do.
CREATE TEMP TABLE site AS
SELECT key.account_id AS account, key.id AS key, wallet.grant_id, row_number() OVER (ORDER BY key.id) - 1 AS place
FROM accounts_apikey key
JOIN (SELECT account_id, min(id) AS grant_id FROM billing_grant GROUP BY account_id) wallet USING (account_id);

CREATE TEMP TABLE image AS
SELECT n, 'itm_' || n AS item, 'job_' || n / 20 AS job, md5(n::text) || md5(n::text) AS sha256, site.account, site.key,
       site.grant_id, now() - interval '31 days' + interval '30 days' * n / %(items)s AS made
FROM generate_series(0, %(items)s - 1) n
JOIN site ON site.place = n / 20 %% (SELECT count(*) FROM site);

INSERT INTO storage_original (id, account_id, sha256, bytes, media_type, uploaded_at, keep_until)
SELECT 'img_' || n, account, sha256, 400000, 'image/jpeg', made, made + interval '30 days' FROM image;

INSERT INTO jobs_job (id, account_id, api_key_id, pipeline, settings, review, accept_drafts, batch, automatic, may_wait,
                      created_at)
SELECT job, account, key, 'analyze_export', '{}', false, false, '', false, false, min(made)
FROM image GROUP BY job, account, key;

INSERT INTO jobs_quote (id, account_id, api_key_id, order_hash, prices, shown, created_at, expires_at)
SELECT 'quo_' || job, account, key, md5(job), '[]', '{}', min(made), min(made) + interval '15 minutes'
FROM image WHERE made > now() - interval '2 days' GROUP BY job, account, key;

INSERT INTO jobs_idempotencyrecord (account_id, key, request_hash, status, answer, created_at, expires_at)
SELECT account, 'receipt-' || n, md5(n::text), 200, repeat('x', 500), made, made + interval '30 days' FROM image;

INSERT INTO jobs_item (id, account_id, job_id, position, reference, sha256, picture, price, state, reason_code,
                       reason_message, attempts, analysis, analysis_engine, wish, regenerated, export, expires_at, created_at,
                       updated_at)
SELECT item, account, job, n %% 20, '1:' || n, sha256, jsonb_build_object('text', repeat('p', 900)),
       '{"analysis": 1, "export": 1}', 'delivered', '', '', 1, jsonb_build_object('alt', repeat('a', 300)), 'bench/1', '', 0,
       jsonb_build_object('notes', repeat('n', 200)), made + interval '30 days', made, made
FROM image;

INSERT INTO jobs_resultfile (id, account_id, item_id, position, name, width, height, bytes, sha256, media_type, extension)
SELECT 'fil_' || n || 'x' || size, account, item, size, 'size-' || size, 800, 600, 40000, sha256, 'image/webp', 'webp'
FROM image, generate_series(0, 6) size;

INSERT INTO jobs_charge (item_id, account_id, line, attempt, credits, state, fingerprint, created_at, settled_at)
SELECT item, account, line, 1, 1, 'captured', md5(line || n) || md5(n::text), made, made
FROM image, unnest(ARRAY['analysis', 'export']) line;

INSERT INTO jobs_paidwork (account_id, line, fingerprint, charge_id, analysis_engine, free_text_used, paid_at, expires_at)
SELECT account_id, line, fingerprint, id, '', false, created_at, created_at + interval '30 days' FROM jobs_charge;

INSERT INTO jobs_receiptrecord (item_id, outcome, files, reason, refund, refunded_credits, created_at)
SELECT item, 'applied', '[]', '', 'none', 0, made FROM image;

INSERT INTO billing_hold (account_id, api_key_id, reference, line, credits, state, created_at, expires_at, ended_at)
SELECT account, key, item || ':' || line || ':1', line, 1, 'captured', made, made + interval '3 days', made
FROM image, unnest(ARRAY['analysis', 'export']) line ORDER BY n;

INSERT INTO billing_holdpart (hold_id, grant_id, credits)
SELECT hold.id, site.grant_id, 1 FROM billing_hold hold JOIN site ON site.account = hold.account_id;

INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
SELECT account_id, kind, reference, CASE kind WHEN 'reserve' THEN 'available' ELSE 'held' END,
       CASE kind WHEN 'reserve' THEN 'held' ELSE 'used' END, 1, created_at
FROM billing_hold, unnest(ARRAY['reserve', 'capture']) kind ORDER BY billing_hold.id;

UPDATE billing_wallet SET used = spent.credits, available = available - spent.credits
FROM (SELECT account_id, sum(credits) AS credits FROM billing_hold GROUP BY account_id) spent
WHERE billing_wallet.account_id = spent.account_id;
UPDATE billing_grant SET remaining = remaining - spent.credits
FROM (SELECT grant_id, sum(credits) AS credits FROM billing_holdpart GROUP BY grant_id) spent
WHERE billing_grant.id = spent.grant_id;
