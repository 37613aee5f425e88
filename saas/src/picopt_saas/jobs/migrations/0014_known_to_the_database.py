"""The database itself knows what a new row has in columns that were added later: older processes do not name them."""

import datetime
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0013_batches'),
    ]

    operations = [
        migrations.AlterField(
            model_name='idempotencyrecord',
            name='expires_at',
            field=models.DateTimeField(db_default=django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.Now(), '+', models.Value(datetime.timedelta(days=1))), db_index=True),
        ),
        migrations.AlterField(
            model_name='job',
            name='accept_drafts',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='job',
            name='automatic',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='job',
            name='batch',
            field=models.CharField(blank=True, db_default='', default='', max_length=110),
        ),
        migrations.AlterField(
            model_name='job',
            name='may_wait',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='quote',
            name='shown',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
