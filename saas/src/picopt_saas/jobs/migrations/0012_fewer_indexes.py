"""An image wrote some forty index entries that nothing ever read; other indexes begin with the same column."""

from django.db import migrations

from picopt_saas.indexes import drop_needless_indexes, without_own_index

NEEDLESS = {
    "jobs_charge": ["account_id", "item_id"],
    "jobs_idempotencyrecord": ["account_id"],
    "jobs_item": ["account_id", "job_id"],
    "jobs_job": ["account_id"],
    "jobs_paidwork": ["account_id"],
    "jobs_quote": [],
    "jobs_receiptrecord": [],
    "jobs_resultfile": ["account_id", "item_id"],  # an account's files are found by their items
    "jobs_siteimage": ["account_id", "site_id"],
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_site_monthly_budget"), ("jobs", "0011_site_images_and_batches")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[drop_needless_indexes(NEEDLESS)],
            state_operations=[
                without_own_index("charge", "account", "accounts.account"),
                without_own_index("charge", "item", "jobs.item", related_name="charges"),
                without_own_index("idempotencyrecord", "account", "accounts.account"),
                without_own_index("item", "account", "accounts.account"),
                without_own_index("item", "job", "jobs.job", related_name="items"),
                without_own_index("job", "account", "accounts.account", related_name="jobs"),
                without_own_index("paidwork", "account", "accounts.account"),
                without_own_index("resultfile", "account", "accounts.account"),
                without_own_index("resultfile", "item", "jobs.item", related_name="files"),
                without_own_index("siteimage", "account", "accounts.account"),
                without_own_index("siteimage", "site", "accounts.site"),
            ],
        )
    ]
