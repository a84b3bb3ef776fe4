"""What the migrations up to 0005 make, at once: a new installation begins here, an older one goes on along them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('customers', '0001_first_record'),
        ('customers', '0002_the_whole_record'),
        ('customers', '0003_fold_the_names'),
        ('customers', '0004_faulty_rows_say_why'),
        ('customers', '0005_customers_restricted_for_a_while'),
    ]

    dependencies = [
        ('staff', '0001_squashed_0004_hours_seats_and_authority'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
            ],
            options={
                'verbose_name': 'organisation',
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('folded', models.CharField(blank=True, editable=False, max_length=200)),
                ('language', models.CharField(default='ar', max_length=5, verbose_name='language')),
                ('tier', models.CharField(choices=[('small', 'Small'), ('medium', 'Medium'), ('large', 'Large')], default='small', max_length=8, verbose_name='tier')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('title', models.CharField(blank=True, max_length=40, verbose_name='title')),
                ('called', models.CharField(blank=True, max_length=120, verbose_name='called')),
                ('wants_language', models.CharField(blank=True, max_length=5, verbose_name='language')),
                ('wants_channel', models.CharField(blank=True, choices=[('email', 'E-mail'), ('phone', 'Phone')], max_length=8, verbose_name='channel')),
                ('digits', models.CharField(blank=True, choices=[('arab', '١٢٣'), ('latn', '123')], max_length=4, verbose_name='digits')),
                ('calendar', models.CharField(blank=True, choices=[('gregorian', 'Gregorian'), ('hijri', 'Hijri')], max_length=9, verbose_name='calendar')),
                ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='not to be called from')),
                ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='not to be called until')),
                ('never_call', models.BooleanField(default=False, verbose_name='not to be called at all')),
                ('accessibility', models.CharField(blank=True, max_length=300, verbose_name='what makes it easier')),
                ('hold_reason', models.CharField(blank=True, max_length=500, verbose_name='why nothing may be erased')),
                ('hold_since', models.DateTimeField(null=True)),
                ('restricted_until', models.DateTimeField(null=True)),
                ('restricted_why', models.CharField(blank=True, max_length=500, verbose_name='why restricted')),
                ('erased_at', models.DateTimeField(null=True)),
                ('external_id', models.CharField(blank=True, max_length=120, verbose_name='number elsewhere')),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.branch')),
                ('hold_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='customers.customer')),
                ('restricted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='customers.organisation')),
            ],
            options={
                'verbose_name': 'customer',
                'indexes': [models.Index(fields=['folded'], name='customers_by_folded_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='customers_external_id_once'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='customers_quiet_hours_are_whole')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='what the customer told us')),
                ('ticket', models.BigIntegerField(null=True)),
                ('message', models.BigIntegerField(null=True)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='customers.customer')),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'fact',
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('customers', 'Customers'), ('dealings', 'Visits and orders')], max_length=12)),
                ('name', models.CharField(max_length=255)),
                ('stored', models.CharField(blank=True, max_length=255)),
                ('encoding', models.CharField(max_length=20)),
                ('delimiter', models.CharField(max_length=1)),
                ('columns', models.JSONField(default=dict)),
                ('is_trial', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('ready', 'Ready'), ('running', 'Under way'), ('done', 'Done'), ('failed', 'Stopped')], default='ready', max_length=8)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('rows', models.PositiveBigIntegerField(default=0)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('created', models.PositiveBigIntegerField(default=0)),
                ('changed', models.PositiveBigIntegerField(default=0)),
                ('faulty', models.PositiveBigIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('moved', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='customers.customer')),
                ('undone_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'merge',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('news', 'News and offers'), ('survey', 'Invitations to surveys'), ('quote', 'Quoting their words'), ('beta', 'Trying what is new'), ('recording', 'Recording of calls'), ('personal', 'Suggestions made from their history')], max_length=12)),
                ('is_given', models.BooleanField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('source', models.CharField(choices=[('form', 'In a form of theirs'), ('message', 'In a message'), ('phone', 'By phone'), ('counter', 'At the counter'), ('imported', 'From another system')], max_length=12)),
                ('message', models.BigIntegerField(null=True)),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='customers.customer')),
            ],
            options={
                'verbose_name': 'consent',
                'indexes': [models.Index(fields=['customer', 'kind', '-at', '-id'], name='customers_consent_latest')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'E-mail'), ('phone', 'Phone'), ('other', 'Other')], max_length=12)),
                ('value', models.CharField(max_length=320)),
                ('shown', models.CharField(max_length=320)),
                ('is_primary', models.BooleanField(default=False)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('verified_how', models.CharField(blank=True, choices=[('link', 'By a link that only reached it'), ('phone', 'By a call to it'), ('document', 'By a document')], max_length=8)),
                ('bouncing_since', models.DateTimeField(blank=True, null=True)),
                ('verified_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='customers.customer')),
            ],
            options={
                'verbose_name': 'address',
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='customers_address_once'), models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('customer', 'kind'), name='customers_one_primary_address')],
            },
        ),
        migrations.CreateModel(
            name='Dealing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', 'Visit'), ('order', 'Order')], max_length=8)),
                ('external_id', models.CharField(max_length=120, verbose_name='number elsewhere')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=14, null=True, verbose_name='amount')),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('what', models.CharField(blank=True, max_length=300, verbose_name='what')),
                ('branch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.branch')),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='dealings', to='customers.customer')),
            ],
            options={
                'verbose_name': 'visit or order',
                'indexes': [models.Index(fields=['customer', '-at', '-id'], name='customers_dealing_latest')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'external_id'), name='customers_dealing_once'), models.CheckConstraint(condition=models.Q(('amount', None), models.Q(('currency', ''), _negated=True), _connector='OR'), name='customers_amount_has_currency')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='document')),
                ('folded', models.CharField(editable=False, max_length=120)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ticket', models.BigIntegerField(null=True)),
                ('attachment', models.BigIntegerField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('why_again', models.CharField(blank=True, max_length=300, verbose_name='why it is asked for again')),
                ('again', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.document')),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='customers.customer')),
            ],
            options={
                'verbose_name': 'document',
                'indexes': [models.Index(condition=models.Q(('why_again', ''), _negated=True), fields=['asked_at'], name='customers_asked_twice')],
                'constraints': [models.CheckConstraint(condition=models.Q(('again', None), models.Q(('why_again', ''), _negated=True), _connector='OR'), name='customers_asked_again_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ImportFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveBigIntegerField()),
                ('column', models.CharField(blank=True, max_length=120)),
                ('code', models.CharField(choices=[('missing', 'Nothing stands here, and it is needed.'), ('no_address', 'There is neither an e-mail nor a phone nor a customer number.'), ('email', 'This is not an e-mail address.'), ('phone', 'This is not a phone number.'), ('not_a_date', 'This is not a date, such as 2026-01-31 or 31/01/2026.'), ('not_a_number', 'This is not an amount.'), ('not_known', 'This word is not known here.'), ('no_branch', 'There is no branch of this name.'), ('no_customer', 'There is no customer with this number.'), ('two_people', 'The addresses of this row belong to two customers.'), ('too_long', 'This is too long.')], max_length=24)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('of', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='customers.import')),
            ],
            options={
                'verbose_name': 'faulty row',
                'indexes': [models.Index(fields=['of', 'row'], name='customers_fault_in_order')],
            },
        ),
    ]
