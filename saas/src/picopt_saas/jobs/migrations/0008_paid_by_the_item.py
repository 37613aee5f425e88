"""A file is paid for when its item's export is; nothing notes any more which file was asked for first.

The column stays until every process is of this version; it takes no room.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0007_drafts_wait_for_review")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="resultfile", name="first_requested_at")]
        )
    ]
