"""The database itself knows what a new row has in columns that were added later: older processes do not name them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0014_known_paths'),
    ]

    operations = [
        migrations.AlterField(
            model_name='subscription',
            name='told_rank',
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='webhookevent',
            name='news',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
        migrations.AlterField(
            model_name='webhookevent',
            name='product',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
    ]
