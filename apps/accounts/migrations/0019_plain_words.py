"""The administration speaks plain English. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_suspending_is_explained'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organization',
            name='legal_hold',
            field=models.BooleanField(default=False, help_text='While this is on, no messages or people are deleted, whatever the retention period or deletion requests say.', verbose_name='legal hold'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='retention_days',
            field=models.PositiveSmallIntegerField(choices=[(0, '0'), (30, '30'), (90, '90')], default=30, help_text='0 means that no text is kept.', verbose_name='retention in days'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='per_day',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='requests per day'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='per_minute',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='requests per minute'),
        ),
        migrations.AlterField(
            model_name='user',
            name='email',
            field=models.EmailField(error_messages={'unique': 'An account with this email address already exists.'}, max_length=254, unique=True, verbose_name='email address'),
        ),
        migrations.AlterField(
            model_name='user',
            name='email_verified_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='email address confirmed'),
        ),
        migrations.AlterField(
            model_name='user',
            name='is_staff',
            field=models.BooleanField(default=False, help_text='Can sign in to the administration site.', verbose_name='staff'),
        ),
        migrations.AlterField(
            model_name='user',
            name='proof_due_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='confirm by'),
        ),
        migrations.AlterConstraint(
            model_name='subscription',
            name='subscriptions_one_open',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('organization',), name='subscriptions_one_open', violation_error_message='Another subscription is still open. Set its end date first.'),
        ),
        migrations.AlterConstraint(
            model_name='subscription',
            name='subscriptions_end_after_start',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='subscriptions_end_after_start', violation_error_message='A subscription must end after it starts.'),
        ),
        migrations.AlterConstraint(
            model_name='user',
            name='users_provisional_is_unproven',
            constraint=models.CheckConstraint(condition=models.Q(('typed_email', ''), ('email_verified_at', None), _connector='OR'), name='users_provisional_is_unproven', violation_error_message='The address of a provisional account belongs to someone else.'),
        ),
    ]
