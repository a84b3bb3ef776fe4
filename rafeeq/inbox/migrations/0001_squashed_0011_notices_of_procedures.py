"""What the migrations up to 0011 make, at once: a new installation begins here, an older one goes on along them."""

import django.db.models.deletion
import django.utils.timezone
import rafeeq.inbox.models.draft
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('inbox', '0001_drafts_uploads_and_notices'),
        ('inbox', '0002_follow_ups_and_saved_views'),
        ('inbox', '0003_devices_that_take_notices'),
        ('inbox', '0004_notices_read_on_like_all_readers'),
        ('inbox', '0005_notices_of_due_times'),
        ('inbox', '0006_notices_of_promises'),
        ('inbox', '0007_notices_of_the_baton'),
        ('inbox', '0008_notices_about_approvals'),
        ('inbox', '0009_notices_of_what_was_heard'),
        ('inbox', '0010_notices_of_automatic_rules'),
        ('inbox', '0011_notices_of_procedures'),
    ]

    dependencies = [
        ('staff', '0001_squashed_0004_hours_seats_and_authority'),
        ('staff', '__first__'),
        ('tickets', '0001_squashed_0020_offers_and_hand_overs_are_counted_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.CharField(max_length=1000, unique=True)),
                ('key', models.CharField(max_length=100)),
                ('secret', models.CharField(max_length=40)),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sign_in', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.signin')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'device that takes notices',
            },
        ),
        migrations.CreateModel(
            name='NoticeMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('when', models.CharField(choices=[('off', 'Not by mail'), ('at_once', 'At once'), ('hourly', 'Once an hour, together')], default='off', max_length=8)),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notices by mail',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(max_length=400)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved view',
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', 'Reply to the customer'), ('note', 'Internal note'), ('log', 'Said by phone')], max_length=5)),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draft',
                'constraints': [models.UniqueConstraint(fields=('user', 'ticket', 'kind'), name='inbox_one_draft_each')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'follow-up',
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['user', 'due'], name='inbox_follow_up_open')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', 'Assigned to you'), ('offered', 'Offered to you'), ('mentioned', 'You were mentioned'), ('answered', 'The customer wrote'), ('verdict', "The customer's word"), ('promise', 'A promise'), ('returned', 'Returned to you'), ('to_decide', 'A hand-over waits for your approval'), ('approved', 'Your hand-over was approved'), ('refused', 'Your hand-over was not approved'), ('untaken', 'Nobody has taken over what was offered'), ('asked', 'A colleague asks you'), ('replied', 'Your question was answered'), ('follow', 'The day of a referral has come'), ('failed', 'Could not be delivered'), ('warned', 'A due time is near'), ('late', 'A due time has passed'), ('raised', 'A delay was brought to you'), ('approval', 'An approval waits for you'), ('decided', 'Your approval was decided'), ('review', 'A decision is to be looked at again'), ('reviewed', 'A decision was looked at again'), ('corrected', 'The customer corrected our understanding'), ('wished', 'What would make it right for the customer'), ('faulty', 'A step of a procedure is said to be wrong'), ('unwritten', 'A reason recurs without a procedure'), ('abuse', 'A message was marked as abusive'), ('remedy', 'What was granted could not be carried out'), ('automated', 'An automatic rule tells you'), ('stopped', 'An automatic rule was switched off')], max_length=9)),
                ('detail', models.CharField(blank=True, max_length=20)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.event')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'indexes': [models.Index(fields=['user', '-at', '-id'], name='inbox_notice_of_person'), models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='inbox_notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('event', 'user'), name='inbox_notice_once')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('reply', 'Reply to the customer'), ('note', 'Internal note'), ('log', 'Said by phone')], max_length=5)),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveBigIntegerField()),
                ('received', models.PositiveBigIntegerField(default=0)),
                ('parts', models.JSONField(default=rafeeq.inbox.models.draft.no_parts)),
                ('is_picture', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'upload',
                'indexes': [models.Index(fields=['user', 'ticket'], name='inbox_upload_of_person'), models.Index(fields=['changed_at'], name='inbox_upload_stale')],
            },
        ),
    ]
