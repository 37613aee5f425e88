"""The archive's list of objects, and the way to the oldest jobs: built while others write, for the table may be large."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("jobs", "0009_keeping_up")]
    operations = [
        migrations.CreateModel(
            name="ArchiveObject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200, unique=True)),
                ("month", models.DateField(db_index=True)),
                ("sha256", models.CharField(max_length=64)),
                ("bytes", models.BigIntegerField()),
                ("rows", models.JSONField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("restored_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        AddIndexConcurrently("job", models.Index(fields=["created_at", "id"], name="jobs_oldest_first")),
    ]
