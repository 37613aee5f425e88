"""Staff find items by a rare reason without a look at all of them; built while others write."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("jobs", "0014_known_to_the_database")]
    operations = [
        # What a try left that had to give up, as one does that waits too long for those who write.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS items_by_reason", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "item",
            models.Index(fields=["reason_code", "id"], condition=~models.Q(reason_code=""), name="items_by_reason"),
        ),
    ]
