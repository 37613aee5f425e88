"""What a sale cost, where a balance at the provider paid for a part of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0017_refunds_that_fail")]
    operations = [
        migrations.AddField("purchase", "total_cents", models.PositiveIntegerField(blank=True, null=True)),
    ]
