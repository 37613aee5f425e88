"""Test keys are answered by the gateway and order nothing here any more.

What was ordered with one stays readable: its key says `test`. What still waits would now be worked on in earnest, so it
is cancelled; nothing was ever held for it.
"""

from django.db import migrations
from django.utils import timezone

OPEN = ["queued", "analysing", "review", "exporting"]


def cancel_what_waits(apps, _schema_editor):
    now = timezone.now()
    jobs = apps.get_model("jobs", "Job").objects.filter(test=True, items__state__in=OPEN)
    apps.get_model("jobs", "Item").objects.filter(job__in=jobs, state__in=OPEN).update(
        state="cancelled",
        reason_code="cancelled_by_user",
        reason_message="Cancelled.",
        attempt_token=None,
        updated_at=now,
    )
    apps.get_model("jobs", "Job").objects.filter(test=True, cancelled_at=None, items__state="cancelled").update(cancelled_at=now)
    apps.get_model("jobs", "PreviewOrder").objects.filter(test=True).delete()


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_reconciliation")]

    operations = [
        migrations.RunPython(cancel_what_waits, migrations.RunPython.noop),
        migrations.RemoveField(model_name="job", name="test"),
        migrations.RemoveField(model_name="previeworder", name="test"),
    ]
