-- What a site has of an image now. Text keeps the bytes that files brought, files keep the alt text.
INSERT INTO jobs_siteimage AS known
  (account_id, site_id, reference, item_id, bytes_before, bytes_after, first_at, files_at, alt_at)
VALUES
  (%(account)s, %(site)s, %(reference)s, %(item)s, %(before)s, %(after)s, %(now)s, %(files_at)s, %(alt_at)s)
ON CONFLICT (site_id, reference) DO UPDATE SET
  item_id = excluded.item_id,
  bytes_before = coalesce(excluded.bytes_before, known.bytes_before),
  bytes_after = coalesce(excluded.bytes_after, known.bytes_after),
  files_at = coalesce(known.files_at, excluded.files_at),
  alt_at = coalesce(known.alt_at, excluded.alt_at)
