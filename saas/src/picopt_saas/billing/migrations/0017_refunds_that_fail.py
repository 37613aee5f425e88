"""A refund can fail, and its money comes back: what was said of refunds before counts no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0016_plans_that_end")]
    operations = [
        migrations.AddField("payment", "corrected_at", models.DateTimeField(blank=True, null=True)),
    ]
