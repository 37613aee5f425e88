"""Whether a plan renews: one that was canceled runs until its period ends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0015_known_to_the_database")]
    operations = [
        migrations.AddField("subscription", "renews", models.BooleanField(db_default=True, default=True)),
    ]
