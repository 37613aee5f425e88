"""A reservation and its capture wrote 36 index entries; half of them nothing ever read."""

from django.db import migrations, models

from picopt_saas.indexes import drop_needless_indexes, without_own_index

NEEDLESS = {
    "billing_hold": ["account_id", "api_key_id"],
    "billing_holdpart": ["grant_id", "hold_id"],  # nobody asks what came out of a grant
    "billing_transfer": ["account_id"],
}
KEPT = models.PROTECT


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_site_monthly_budget"), ("billing", "0009_monthly_budget")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[drop_needless_indexes(NEEDLESS)],
            state_operations=[
                without_own_index("hold", "account", "accounts.account", on_delete=KEPT, related_name="holds"),
                without_own_index(
                    "hold",
                    "api_key",
                    "accounts.apikey",
                    on_delete=models.SET_NULL,
                    related_name="holds",
                    null=True,
                    blank=True,
                ),
                without_own_index("holdpart", "grant", "billing.grant", on_delete=KEPT, related_name="parts"),
                without_own_index("holdpart", "hold", "billing.hold", on_delete=KEPT, related_name="parts"),
                without_own_index("transfer", "account", "accounts.account", on_delete=KEPT, related_name="transfers"),
            ],
        )
    ]
