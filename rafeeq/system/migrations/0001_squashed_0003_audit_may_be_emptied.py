"""What the migrations up to 0003 make, at once: a new installation begins here, an older one goes on along them."""

from importlib import import_module

import django.utils.timezone
import rafeeq.system.models.job
from django.db import migrations, models


# What SQL adds to the tables is told once, in the migrations where it came.
ADDED = [
    operation
    for name in ('0002_audit_is_append_only', '0003_audit_may_be_emptied')
    for operation in import_module(f'rafeeq.system.migrations.{name}').Migration.operations
    if isinstance(operation, migrations.RunPython)
]


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('system', '0001_settings_audit_jobs_and_keys'),
        ('system', '0002_audit_is_append_only'),
        ('system', '0003_audit_may_be_emptied'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('who', models.CharField(max_length=200)),
                ('actor_id', models.BigIntegerField(blank=True, null=True)),
                ('what', models.CharField(max_length=100)),
                ('target', models.CharField(blank=True, max_length=200)),
                ('before', models.JSONField(blank=True, null=True)),
                ('after', models.JSONField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'audit entries',
            },
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('value', models.JSONField(null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=100)),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=500)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('response', models.JSONField(blank=True, null=True)),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='idempotency_key_once_per_owner')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(max_length=200)),
                ('arguments', models.JSONField(default=rafeeq.system.models.job.no_arguments)),
                ('queue', models.CharField(default='default', max_length=32)),
                ('priority', models.SmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('run_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('max_attempts', models.PositiveSmallIntegerField(default=10)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('worker', models.CharField(blank=True, max_length=80)),
                ('last_error', models.TextField(blank=True)),
                ('dedupe', models.CharField(blank=True, max_length=255, null=True, unique=True)),
                ('enqueued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['run_at'], name='job_due'), models.Index(condition=models.Q(('state', 'waiting')), fields=['-priority', 'run_at', 'id'], name='job_rank'), models.Index(condition=models.Q(('state', 'waiting'), _negated=True), fields=['state', 'finished_at'], name='job_over')],
            },
        ),
        *ADDED,
    ]
