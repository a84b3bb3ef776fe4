"""What the migrations up to 0003 make, at once: a new installation begins here, an older one goes on along them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('knowledge', '0001_ready_replies'),
        ('knowledge', '0002_procedures'),
        ('knowledge', '0003_macros_with_steps'),
    ]

    dependencies = [
        ('staff', '0001_squashed_0004_hours_seats_and_authority'),
        ('staff', '__first__'),
        ('tickets', '0001_squashed_0020_offers_and_hand_overs_are_counted_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('is_calm', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.branch')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='knowledge.procedure')),
                ('reasons', models.ManyToManyField(blank=True, related_name='procedures', to='tickets.reason')),
            ],
            options={
                'verbose_name': 'procedure',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('branch', None), ('parent', None)), models.Q(('branch__isnull', False), ('parent__isnull', False)), _connector='OR'), name='knowledge_copy_has_branch_and_parent'), models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('parent', 'branch'), name='knowledge_one_copy_a_branch'), models.UniqueConstraint(condition=models.Q(('is_calm', True), ('parent', None)), fields=('is_calm',), name='knowledge_one_calm_procedure')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('why', models.TextField(blank=True, verbose_name='why')),
                ('example', models.TextField(blank=True, verbose_name='example')),
                ('counter_example', models.TextField(blank=True, verbose_name='counter-example')),
                ('avoid', models.TextField(blank=True, verbose_name='what not to say')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('applies_from', models.DateTimeField(blank=True, null=True)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='knowledge.procedure')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of a procedure',
                'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='knowledge_version_number'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('procedure',), name='knowledge_one_draft_a_procedure'), models.CheckConstraint(condition=models.Q(models.Q(('applies_from', None), ('published_at', None)), ('applies_from__gte', models.F('published_at')), _connector='OR'), name='knowledge_version_applies_once_published')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_calm', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='tickets.ticket')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='knowledge.procedureversion')),
            ],
            options={
                'verbose_name': 'run of a procedure',
                'constraints': [models.UniqueConstraint(fields=('ticket', 'version'), name='knowledge_run_once')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=8)),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='what is done')),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('need', models.CharField(blank=True, max_length=200, verbose_name='which need of the customer it serves')),
                ('is_locked', models.BooleanField(default=False)),
                ('gates_claim', models.BooleanField(default=False)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='knowledge.procedureversion')),
            ],
            options={
                'verbose_name': 'step of a procedure',
                'constraints': [models.UniqueConstraint(fields=('version', 'place'), name='knowledge_step_place'), models.UniqueConstraint(fields=('version', 'key'), name='knowledge_step_key')],
            },
        ),
        migrations.CreateModel(
            name='StepDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_deviation', models.BooleanField(default=False)),
                ('deviation', models.TextField(blank=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='knowledge.run')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.step')),
            ],
            options={
                'verbose_name': 'step of a run',
                'constraints': [models.UniqueConstraint(fields=('run', 'step'), name='knowledge_step_once_a_run')],
            },
        ),
        migrations.CreateModel(
            name='StepFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='knowledge.step')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.ticket')),
            ],
            options={
                'verbose_name': 'fault of a step',
            },
        ),
        migrations.CreateModel(
            name='Unwritten',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('reason', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.reason')),
                ('set_aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reason without a procedure',
            },
        ),
        migrations.CreateModel(
            name='Macro',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('shortcut', models.CharField(blank=True, max_length=40, verbose_name='shortcut')),
                ('text_ar', models.TextField(blank=True, verbose_name='text in Arabic')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('steps', models.JSONField(blank=True, default=dict, verbose_name='steps')),
                ('is_active', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'verbose_name': 'ready reply',
                'indexes': [models.Index(fields=['name', 'id'], name='knowledge_macro_by_name')],
            },
        ),
    ]
