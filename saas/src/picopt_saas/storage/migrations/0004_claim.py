"""`storage_claim`: bytes are counted and the quota is read in one round trip, before an upload's body is."""

from django.db import migrations

CREATE = """
CREATE FUNCTION storage_claim(account text, key text, today date, since date, number bigint)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  total bigint;
BEGIN
  PERFORM 1 FROM accounts_account WHERE id = account FOR NO KEY UPDATE;
  INSERT INTO storage_uploadedbytes (account_id, api_key_id, day, bytes) VALUES (account, key, today, number)
  ON CONFLICT (api_key_id, day) DO UPDATE SET bytes = storage_uploadedbytes.bytes + excluded.bytes;
  SELECT sum(bytes) INTO total FROM storage_uploadedbytes WHERE account_id = account AND day > since;
  RETURN total - number;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("storage", "0003_joining"), ("accounts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION storage_claim")]
