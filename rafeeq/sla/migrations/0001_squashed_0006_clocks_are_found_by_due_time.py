"""What the migrations up to 0006 make, at once: a new installation begins here, an older one goes on along them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('sla', '0001_rules_clocks_and_promises'),
        ('sla', '0002_clocks_by_team_and_recounting'),
        ('sla', '0003_every_clock_has_its_team'),
        ('sla', '0004_promises_no_longer_needed'),
        ('sla', '0005_clocks_follow_their_team_to_another_calendar'),
        ('sla', '0006_clocks_are_found_by_due_time'),
    ]

    dependencies = [
        ('staff', '0001_squashed_0004_hours_seats_and_authority'),
        ('staff', '__first__'),
        ('tickets', '0001_squashed_0020_offers_and_hand_overs_are_counted_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('calendar', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='staff.calendar')),
                ('spellings', models.JSONField(default=dict)),
                ('target', models.PositiveIntegerField(default=0)),
                ('place', models.BigIntegerField(default=0)),
                ('goers', models.JSONField(default=dict)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'counting of clocks by a calendar',
            },
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='tickets.ticket')),
                ('seq', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'place on a timeline',
            },
        ),
        migrations.CreateModel(
            name='TimeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('order', models.PositiveIntegerField()),
                ('fits', models.JSONField(blank=True, default=dict)),
                ('targets', models.JSONField(default=dict)),
                ('pause_cap_hours', models.PositiveIntegerField(blank=True, null=True)),
                ('warn_at_percent', models.PositiveSmallIntegerField(default=75)),
                ('is_legal', models.BooleanField(default=False)),
                ('preset', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                ('applies_from', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='sla.timerule')),
            ],
            options={
                'verbose_name': 'time rule',
                'indexes': [models.Index(fields=['order', 'id'], name='sla_rule_order')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first_reply', 'First reply'), ('next_reply', 'Next reply'), ('resolution', 'Solution'), ('internal', 'Answer of another department')], max_length=11)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('end', models.CharField(blank=True, choices=[('met', 'Done'), ('not_needed', 'Nothing was owed'), ('merged', 'Went into another request')], max_length=10)),
                ('stopped_by_message', models.BigIntegerField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('breached_at', models.DateTimeField(null=True)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.calendar')),
                ('internal_question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.internalquestion')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='tickets.ticket')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.timerule')),
            ],
            options={
                'verbose_name': 'clock',
                'indexes': [models.Index(fields=['ticket', 'id'], name='sla_clock_of_ticket'), models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='sla_clock_next'), models.Index(condition=models.Q(('paused_at__isnull', True), ('stopped_at__isnull', True)), fields=['team', 'due_at', 'id', 'ticket', 'kind'], name='sla_clock_due_of_team'), models.Index(condition=models.Q(('paused_at__isnull', True), ('stopped_at__isnull', True)), fields=['due_at', 'id'], name='sla_clock_due'), models.Index(condition=models.Q(('stopped_at__isnull', True)), fields=['calendar', 'id'], name='sla_clock_open_of_calendar')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('internal_question__isnull', True), ('stopped_at__isnull', True)), fields=('ticket', 'kind'), name='sla_one_clock_runs')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('claim', models.BigIntegerField(null=True)),
                ('was_capped', models.BooleanField(default=False)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='sla.clock')),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.question')),
            ],
            options={
                'verbose_name': 'pause',
                'constraints': [models.CheckConstraint(condition=models.Q(('question__isnull', False), ('claim__isnull', False), _connector='OR'), name='sla_pause_has_cause')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='what was promised')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'Open'), ('kept', 'Kept'), ('late', 'Kept late'), ('broken', 'Broken'), ('moved', 'Moved before it was due'), ('released', 'No longer needed by the customer')], default='open', max_length=8)),
                ('result', models.TextField(blank=True, verbose_name='what came of it')),
                ('settled_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('broken_at', models.DateTimeField(null=True)),
                ('apologised_at', models.DateTimeField(null=True)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='tickets.message')),
                ('moved_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='sla.promise')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='tickets.ticket')),
            ],
            options={
                'verbose_name': 'promise',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='sla_promise_next'), models.Index(condition=models.Q(('state__in', ('open', 'broken'))), fields=['owner', 'due_at'], name='sla_promise_owed')],
            },
        ),
    ]
