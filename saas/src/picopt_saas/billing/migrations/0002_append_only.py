"""The ledger's record can only grow: the database itself refuses to change or remove a transfer."""

from django.db import migrations

FORBID = """
CREATE FUNCTION billing_transfer_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'billing_transfer is append-only; write a compensating transfer instead'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE ON billing_transfer
  FOR EACH ROW EXECUTE FUNCTION billing_transfer_is_append_only();
CREATE TRIGGER transfer_no_truncate BEFORE TRUNCATE ON billing_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION billing_transfer_is_append_only();
"""
ALLOW = """
DROP TRIGGER transfer_no_truncate ON billing_transfer;
DROP TRIGGER transfer_append_only ON billing_transfer;
DROP FUNCTION billing_transfer_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_ledger")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
