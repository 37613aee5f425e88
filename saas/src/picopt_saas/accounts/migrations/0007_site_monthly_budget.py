from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_previews_made")]
    operations = [
        migrations.AddField("site", "monthly_budget", models.PositiveIntegerField(blank=True, null=True)),
    ]
