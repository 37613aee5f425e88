"""Orders that may wait, and what is asked about them in batches of the vision model's provider."""

import django.db.models.deletion
import picopt_saas.jobs.models.batches
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_site_monthly_budget'),
        ('jobs', '0012_fewer_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='may_wait',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='item',
            name='reason_code',
            field=models.CharField(blank=True, choices=[('already_done', 'already_done'), ('not_smaller', 'not_smaller'), ('animation_kept', 'animation_kept'), ('unreadable_image', 'unreadable_image'), ('truncated', 'truncated'), ('unsupported_media', 'unsupported_media'), ('too_many_pixels', 'too_many_pixels'), ('too_many_frames', 'too_many_frames'), ('profile_too_large', 'profile_too_large'), ('svg_refused', 'svg_refused'), ('geometry', 'geometry'), ('no_confident_text', 'no_confident_text'), ('language_needs_model', 'language_needs_model'), ('model_refused', 'model_refused'), ('model_broken_answer', 'model_broken_answer'), ('model_account', 'model_account'), ('model_unsuitable', 'model_unsuitable'), ('model_unavailable', 'model_unavailable'), ('time_out', 'time_out'), ('crashed', 'crashed'), ('given_up', 'given_up'), ('original_gone', 'original_gone'), ('internal', 'internal'), ('cancelled_by_user', 'cancelled_by_user'), ('not_applied', 'not_applied'), ('hold_expired', 'hold_expired'), ('result_expired', 'result_expired'), ('waiting_for_credits', 'waiting_for_credits'), ('waiting_for_batch', 'waiting_for_batch')], max_length=40),
        ),
        migrations.CreateModel(
            name='ModelBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('begun', 'Begun'), ('open', 'Open'), ('closed', 'Closed')], default='begun', max_length=10)),
                ('requests', models.PositiveIntegerField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('name', ''), _negated=True), fields=['name'], name='model_batches_by_name')],
            },
        ),
        migrations.CreateModel(
            name='BatchQuestion',
            fields=[
                ('id', models.CharField(default=picopt_saas.jobs.models.batches.question_id, editable=False, max_length=40, primary_key=True, serialize=False)),
                ('group', models.CharField(max_length=110)),
                ('key', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('noted', 'Noted'), ('sent', 'Sent'), ('answered', 'Answered'), ('failed', 'Failed')], default='noted', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('answer', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='question', to='jobs.item')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='jobs.modelbatch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['noted', 'sent'])), fields=['created_at'], name='batch_questions_open')],
            },
        ),
    ]
