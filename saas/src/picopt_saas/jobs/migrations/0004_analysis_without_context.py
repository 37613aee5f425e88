"""A paid analysis is known by its image and settings, no longer by the words around it, nor by settings left at default.

Without this, everybody would pay once more for what they have. Of several paid analyses that differed only in their
surroundings the latest is kept: it is the one that would be given again.
"""

import hashlib
import json

from django.db import migrations

# The defaults of the settings when this was written. Frozen: a later default must not change what is computed here.
DEFAULTS = {
    "language": "en",
    "tone": "",
    "keywords": [],
    "negative_keywords": [],
    "brand": "",
    "max_alt_length": 125,
    "custom_instruction": "",
    "fields": ["alt", "title", "caption", "description", "filename", "tags"],
    "use_location": False,
}


def fingerprint(sha256, settings):
    analysis = {name: value for name, value in settings.get("analysis", {}).items() if value != DEFAULTS.get(name)}
    value = {"line": "analysis", "sha256": sha256, "settings": analysis}
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def forget_the_context(apps, _schema_editor):
    paid_work = apps.get_model("jobs", "PaidWork").objects
    charges = apps.get_model("jobs", "Charge").objects
    seen = set()
    for paid in paid_work.filter(line="analysis").order_by("-paid_at").select_related("charge__item__job").iterator():
        item = paid.charge.item
        one = fingerprint(item.sha256, item.job.settings)
        if (paid.account_id, one) in seen:
            paid_work.filter(pk=paid.pk).delete()
            continue
        seen.add((paid.account_id, one))
        paid_work.filter(pk=paid.pk).update(fingerprint=one)
    # Lines that are not settled yet are paid under the new name.
    for charge in charges.filter(line="analysis", state__in=["held", "free"]).select_related("item__job").iterator():
        charges.filter(pk=charge.pk).update(fingerprint=fingerprint(charge.item.sha256, charge.item.job.settings))


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_without_test_orders")]

    operations = [migrations.RunPython(forget_the_context, migrations.RunPython.noop)]
