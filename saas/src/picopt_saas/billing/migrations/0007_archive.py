"""Old holds and transfers may leave for the archive: their references stay, and guard themselves.

A transfer can be deleted only after its reference was noted as archived, and a reference that was noted can never get a
hold again. The check runs after the insert, once a statement: whoever waited for a row that was just leaving sees then
that it has left.
"""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION billing_reference_key(reference text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT encode(substr(sha256(convert_to(reference, 'UTF8')), 1, 16), 'hex')::uuid
$$;

CREATE FUNCTION billing_reference_is_archived() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  used_before text;
BEGIN
  SELECT new_hold.reference INTO used_before
  FROM new_hold JOIN billing_archivedreference archived ON archived.key = billing_reference_key(new_hold.reference)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the hold % is in the archive', used_before USING ERRCODE = 'PO410', DETAIL = used_before;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER hold_not_archived AFTER INSERT ON billing_hold REFERENCING NEW TABLE AS new_hold
  FOR EACH STATEMENT EXECUTE FUNCTION billing_reference_is_archived();

CREATE FUNCTION billing_transfer_may_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.kind IN ('reserve', 'capture', 'release', 'refund') AND EXISTS (
    SELECT FROM billing_archivedreference WHERE key = billing_reference_key(OLD.reference)
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'billing_transfer is append-only; write a compensating transfer instead'
    USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER transfer_append_only ON billing_transfer;
CREATE TRIGGER transfer_append_only BEFORE UPDATE ON billing_transfer
  FOR EACH ROW EXECUTE FUNCTION billing_transfer_is_append_only();
CREATE TRIGGER transfer_leaves_archived BEFORE DELETE ON billing_transfer
  FOR EACH ROW EXECUTE FUNCTION billing_transfer_may_leave();
"""
UNGUARD = """
DROP TRIGGER transfer_leaves_archived ON billing_transfer;
DROP TRIGGER transfer_append_only ON billing_transfer;
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE ON billing_transfer
  FOR EACH ROW EXECUTE FUNCTION billing_transfer_is_append_only();
DROP FUNCTION billing_transfer_may_leave();
DROP TRIGGER hold_not_archived ON billing_hold;
DROP FUNCTION billing_reference_is_archived();
DROP FUNCTION billing_reference_key(text);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_connect_wishes"), ("billing", "0006_keeping_up")]
    operations = [
        migrations.CreateModel(
            name="ArchivedReference",
            fields=[("key", models.UUIDField(editable=False, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("used", models.BigIntegerField(default=0)),
                ("holds", models.BigIntegerField(default=0)),
                ("transfers", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="accounts.account"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "month"), name="opening_once_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(("holds__gte", 0), ("transfers__gte", 0), ("used__gte", 0)),
                        name="opening_not_negative",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
