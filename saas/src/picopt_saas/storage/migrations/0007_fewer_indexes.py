"""Other indexes begin with the same column."""

from django.db import migrations

from picopt_saas.indexes import drop_needless_indexes, without_own_index

NEEDLESS = {
    "storage_original": ["account_id"],
    "storage_upload": ["account_id"],
    "storage_uploadedbytes": ["account_id", "api_key_id"],
    "storage_uploadpart": ["upload_id"],
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_site_monthly_budget"), ("storage", "0006_keeping_up")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[drop_needless_indexes(NEEDLESS)],
            state_operations=[
                without_own_index("original", "account", "accounts.account", related_name="originals"),
                without_own_index("upload", "account", "accounts.account"),
                without_own_index("uploadedbytes", "account", "accounts.account"),
                without_own_index("uploadedbytes", "api_key", "accounts.apikey"),
                without_own_index("uploadpart", "upload", "storage.upload", related_name="parts"),
            ],
        )
    ]
