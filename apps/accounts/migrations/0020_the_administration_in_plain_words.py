"""Labels and help texts of the administration, in plain words. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0019_plain_words'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organization',
            name='no_training',
            field=models.BooleanField(default=False, help_text="This organization's messages aren't used for training.", verbose_name='exclude from training'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='per_day',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='messages per day'),
        ),
        migrations.AlterField(
            model_name='user',
            name='is_active',
            field=models.BooleanField(default=True, help_text='Turn this off to suspend the user. This signs them out everywhere and blocks their API keys. Turning it back on makes the keys work again.', verbose_name='active'),
        ),
        migrations.AlterConstraint(
            model_name='user',
            name='users_provisional_is_unproven',
            constraint=models.CheckConstraint(condition=models.Q(('typed_email', ''), ('email_verified_at', None), _connector='OR'), name='users_provisional_is_unproven', violation_error_message="A provisional account can't have a confirmed email address."),
        ),
    ]
