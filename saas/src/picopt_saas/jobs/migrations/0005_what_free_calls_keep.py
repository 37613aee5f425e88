"""Answers end by their own date; what a quote needs to be shown again stands with it, in a tenth of the room."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F

KEPT = timedelta(days=30)


def end_thirty_days_later(apps, _schema_editor):
    apps.get_model("jobs", "IdempotencyRecord").objects.update(expires_at=F("created_at") + KEPT)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0004_analysis_without_context")]

    operations = [
        migrations.AddField("idempotencyrecord", "expires_at", models.DateTimeField(null=True)),
        migrations.RunPython(end_thirty_days_later, migrations.RunPython.noop),
        migrations.AlterField("idempotencyrecord", "expires_at", models.DateTimeField(db_index=True)),
        migrations.AlterField("idempotencyrecord", "created_at", models.DateTimeField(auto_now_add=True)),
        migrations.AddField("quote", "shown", models.JSONField(default=dict)),
    ]
