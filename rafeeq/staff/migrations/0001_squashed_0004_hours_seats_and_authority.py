"""What the migrations up to 0004 make, at once: a new installation begins here, an older one goes on along them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('staff', '0001_first_record'),
        ('staff', '0002_invitations_sign_ins_and_absences'),
        ('staff', '0003_absent_people_ask_back'),
        ('staff', '0004_hours_seats_and_authority'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('is_default', models.BooleanField(default=False)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'branch',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='staff_one_default_branch')],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'skill',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('colleague', 'Colleague in another department'), ('supervisor', 'Supervisor'), ('reviewer', 'Quality reviewer'), ('manager', 'Service manager'), ('owner', 'Owner of a cause'), ('admin', 'Administrator')], default='agent', max_length=16, verbose_name='role')),
                ('language', models.CharField(blank=True, choices=[('ar', 'العربية'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('digits', models.CharField(blank=True, choices=[('arab', '١٢٣'), ('latn', '123')], max_length=4, verbose_name='digits')),
                ('calendar', models.CharField(blank=True, choices=[('gregorian', 'Gregorian'), ('hijri', 'Hijri')], max_length=9, verbose_name='calendar')),
                ('theme', models.CharField(blank=True, choices=[('light', 'Light'), ('dark', 'Dark')], max_length=5, verbose_name='theme')),
                ('signature', models.TextField(blank=True, verbose_name='signature')),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='users', to='staff.branch')),
            ],
            options={
                'verbose_name': 'user',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='staff_user_email')],
            },
        ),
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('spelled', models.JSONField()),
                ('is_default', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'calendar',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='staff_one_default_calendar')],
            },
        ),
        migrations.AddField(
            model_name='branch',
            name='calendar',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.calendar'),
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('dissolved_at', models.DateTimeField(null=True)),
                ('above', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='staff.department')),
                ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.calendar')),
                ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'department',
            },
        ),
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('colleague', 'Colleague in another department'), ('supervisor', 'Supervisor'), ('reviewer', 'Quality reviewer'), ('manager', 'Service manager'), ('owner', 'Owner of a cause'), ('admin', 'Administrator')], max_length=16)),
                ('act', models.CharField(choices=[('refund', 'Refund'), ('credit', 'Credit on the account'), ('waiver', 'Waiver of a fee'), ('exception', 'Exception from a rule')], max_length=12)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('amount', models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
            ],
            options={
                'verbose_name': 'limit of authority',
                'constraints': [models.UniqueConstraint(fields=('role', 'act', 'currency'), name='staff_one_limit'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'exception'), ('amount', None), ('currency', '')), models.Q(models.Q(('act', 'exception'), _negated=True), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='staff_limit_has_currency')],
            },
        ),
        migrations.CreateModel(
            name='PasswordReset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resets', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40)),
                ('device', models.CharField(max_length=32)),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('ip', models.GenericIPAddressField(null=True)),
                ('first_seen', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_seen', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-last_seen'], name='staff_sign_in_of_user')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('session_key',), name='staff_sign_in_of_session')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('is_default', models.BooleanField(default=False)),
                ('dissolved_at', models.DateTimeField(null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='staff.branch')),
                ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.calendar')),
                ('moves_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
            ],
            options={
                'verbose_name': 'team',
                'constraints': [models.UniqueConstraint(fields=('branch', 'name'), name='staff_team_name_in_branch'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='staff_one_default_team')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(choices=[('agent', 'Agent'), ('colleague', 'Colleague in another department'), ('supervisor', 'Supervisor'), ('reviewer', 'Quality reviewer'), ('manager', 'Service manager'), ('owner', 'Owner of a cause'), ('admin', 'Administrator')], default='agent', max_length=16, verbose_name='role')),
                ('language', models.CharField(blank=True, choices=[('ar', 'العربية'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('epoch', models.PositiveIntegerField(default=0)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.branch')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to=settings.AUTH_USER_MODEL)),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='staff.team')),
            ],
            options={
                'verbose_name': 'invitation',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), name='staff_one_open_invitation')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='teams',
            field=models.ManyToManyField(blank=True, related_name='members', to='staff.team'),
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='seat', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('most', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='open matters at most')),
                ('is_taking', models.BooleanField(default=True, verbose_name='takes new matters')),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='staff.department')),
                ('skills', models.ManyToManyField(blank=True, related_name='seats', to='staff.skill')),
            ],
            options={
                'verbose_name': 'seat',
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('note', models.TextField(blank=True, verbose_name='what whoever stands in must know')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('matters', models.JSONField(blank=True, default=list)),
                ('return_asked_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stand_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'absence',
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['ends_on'], name='staff_absence_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='staff_absence_ends_after_start')],
            },
        ),
    ]
