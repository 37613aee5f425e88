"""A reservation changed what remains of a grant, and with it every index of the table: two of them asked for that.

Now they ask whether anything remains, which changes once in a grant's life: PostgreSQL keeps the new row beside the old
one (HOT), and touches no index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0010_fewer_indexes")]
    operations = [
        migrations.AddField(
            model_name="grant",
            name="spent",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(remaining=0),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                condition=models.Q(("spent", False)), fields=["account", "expires_at", "id"], name="grant_unspent"
            ),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(condition=models.Q(("spent", False)), fields=["expires_at"], name="grant_unspent_due"),
        ),
        migrations.RemoveIndex(model_name="grant", name="grant_usable"),
        migrations.RemoveIndex(model_name="grant", name="grant_due"),
    ]
