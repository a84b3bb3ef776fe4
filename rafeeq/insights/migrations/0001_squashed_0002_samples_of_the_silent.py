"""What the migrations up to 0002 make, at once: a new installation begins here, an older one goes on along them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('insights', '0001_facts_counts_and_hints'),
        ('insights', '0002_samples_of_the_silent'),
    ]

    dependencies = [
        ('staff', '__first__'),
        ('tickets', '0001_squashed_0020_offers_and_hand_overs_are_counted_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='Member',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='tickets.ticket')),
                ('matter', models.BigIntegerField(db_index=True)),
            ],
            options={
                'verbose_name': 'ticket of a matter',
            },
        ),
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('branch', models.BigIntegerField()),
                ('dimension', models.CharField(blank=True, max_length=8)),
                ('key', models.CharField(blank=True, max_length=24)),
                ('cells', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'count of a day',
                'constraints': [models.UniqueConstraint(fields=('measure', 'dimension', 'day', 'branch', 'key'), name='insights_count_once')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('seed', models.BigIntegerField()),
                ('eligible', models.PositiveIntegerField()),
                ('confirmed', models.PositiveIntegerField()),
                ('silent', models.PositiveIntegerField()),
                ('unsure', models.PositiveIntegerField()),
                ('drawn_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('drawn_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sample',
                'indexes': [models.Index(fields=['-end', '-id'], name='insights_sample_latest')],
            },
        ),
        migrations.CreateModel(
            name='Drawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('verdict', models.CharField(blank=True, choices=[('yes', 'Solved at first contact'), ('no', 'Not solved at first contact'), ('unknown', 'Cannot be found out')], max_length=7)),
                ('judged_at', models.DateTimeField(null=True)),
                ('judged_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
                ('sample', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='insights.sample')),
            ],
            options={
                'verbose_name': 'matter of a sample',
                'constraints': [models.UniqueConstraint(fields=('sample', 'place'), name='insights_drawn_place')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('matter', models.BigIntegerField()),
                ('key', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('branch', models.BigIntegerField()),
                ('team', models.BigIntegerField()),
                ('tier', models.CharField(blank=True, max_length=20)),
                ('channel', models.CharField(blank=True, max_length=16)),
                ('reason', models.BigIntegerField(default=0)),
                ('assignee', models.BigIntegerField(default=0)),
                ('is_open', models.BooleanField(default=False)),
                ('told', models.JSONField(default=dict)),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
            ],
            options={
                'verbose_name': 'fact',
                'indexes': [models.Index(fields=['kind', 'day', 'id'], name='insights_fact_of_day'), models.Index(fields=['kind', 'branch', 'day', 'id'], name='insights_fact_of_branch'), models.Index(condition=models.Q(('is_open', True)), fields=['at', 'id'], name='insights_open_by_age'), models.Index(condition=models.Q(('is_open', True)), fields=['branch', 'at', 'id'], name='insights_open_of_branch'), models.Index(condition=models.Q(('is_open', True)), fields=['assignee', 'at', 'id'], name='insights_open_of_person')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'kind', 'key'), name='insights_fact_once')],
            },
        ),
        migrations.CreateModel(
            name='Hint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('detector', models.CharField(max_length=40)),
                ('branch', models.BigIntegerField()),
                ('subject', models.CharField(max_length=40)),
                ('period', models.DateField()),
                ('count', models.PositiveIntegerField()),
                ('of', models.PositiveIntegerField()),
                ('rows', models.JSONField(default=list)),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'To be looked at'), ('explained', 'Explained'), ('dismissed', 'Not what it seemed')], default='open', max_length=9)),
                ('why', models.TextField(blank=True, verbose_name='what was found')),
                ('looked_at', models.DateTimeField(null=True)),
                ('looked_at_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hint',
                'indexes': [models.Index(fields=['state', '-period', '-id'], name='insights_hint_by_state')],
                'constraints': [models.UniqueConstraint(fields=('detector', 'subject', 'period'), name='insights_hint_once'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('why', ''), _negated=True), _connector='OR'), name='insights_hint_is_explained')],
            },
        ),
    ]
