"""Retention by choice (none, 30 or 90 days), a word against training, and whose call an Idempotency-Key was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def to_choices(apps, schema_editor):
    """The next choice that is at least as long: nothing disappears by a change of ours."""
    organizations = apps.get_model('accounts', 'Organization').objects
    organizations.filter(retention_days__gt=0, retention_days__lt=30).update(retention_days=30)
    organizations.filter(retention_days__gt=30).update(retention_days=90)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_audit'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='organization',
            name='organizations_retention_in_range',
        ),
        migrations.RunPython(to_choices, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='organization',
            name='retention_days',
            field=models.PositiveSmallIntegerField(choices=[(0, '0'), (30, '30'), (90, '90')], default=30, help_text='0 keeps no text at all.', verbose_name='retention in days'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('retention_days__in', (0, 30, 90))), name='organizations_retention_is_offered'),
        ),
        migrations.AddField(
            model_name='organization',
            name='no_training',
            field=models.BooleanField(default=False, help_text="Nothing is learned from this organization's messages.", verbose_name='no training'),
        ),
        migrations.AddField(
            model_name='idempotencykey',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
