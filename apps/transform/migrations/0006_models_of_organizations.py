"""Models of an organization's own: isolated, and told of to every web process."""

import django.db.models.deletion
import tonebridge.ids
import tonebridge.security.fields
from django.db import migrations, models
from tonebridge.changes.operations import tell
from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_row_security'),
        ('accounts', '0012_provisional_accounts'),
        ('transform', '0005_vectors_name_what_they_may_do_for'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganizationModel',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rung', models.CharField(choices=[('primary', 'primary'), ('secondary', 'secondary')], max_length=10, verbose_name='rung')),
                ('vendor', models.CharField(choices=[('openai', 'openai'), ('anthropic', 'anthropic')], max_length=10, verbose_name='vendor')),
                ('model', models.CharField(max_length=200, verbose_name='model')),
                ('base_url', models.CharField(blank=True, default='', max_length=500, verbose_name='address')),
                ('api_key', tonebridge.security.fields.EncryptedTextField(default='')),
                ('input_price', models.FloatField(default=0.0, verbose_name='input price')),
                ('output_price', models.FloatField(default=0.0, verbose_name='output price')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(editable=False, verbose_name='changed')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
            ],
            options={
                'verbose_name': "organization's model",
                'verbose_name_plural': "organizations' models",
                'db_table': 'organization_models',
                'constraints': [models.UniqueConstraint(fields=('organization', 'rung'), name='organization_models_once_a_rung'), models.CheckConstraint(condition=models.Q(('rung__in', ('primary', 'secondary'))), name='organization_models_rung_is_known')],
            },
        ),
        isolate("organization_models"),
        tell("organization_models", "writers"),
    ]
