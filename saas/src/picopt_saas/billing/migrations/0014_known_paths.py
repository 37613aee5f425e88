"""Which path a transfer of each kind takes is asked as one text in a list: seven rules were read anew at each insert."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models.lookups import In

PATHS = [
    "grant issued available",
    "reserve available held",
    "capture held used",
    "release held available",
    "refund used available",
    "expire available expired",
    "revoke available revoked",
]
PATH = models.Func(
    models.Value(" "), "kind", "source", "target", function="concat_ws", output_field=models.TextField()
)


class Migration(migrations.Migration):
    atomic = False  # rows are looked through without keeping out those who write
    dependencies = [("billing", "0013_kept_plans")]
    operations = [
        AddConstraintNotValid("transfer", models.CheckConstraint(condition=In(PATH, PATHS), name="transfer_known_path")),
        ValidateConstraint("transfer", "transfer_known_path"),
        migrations.RemoveConstraint("transfer", "transfer_path"),
    ]
