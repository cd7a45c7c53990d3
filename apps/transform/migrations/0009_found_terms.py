"""Words found in an organization's messages. They belong to it."""

import django.db.models.deletion
import tonebridge.ids
import tonebridge.security.fields
from django.db import migrations, models
from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_row_security'),
        ('accounts', '0012_provisional_accounts'),
        ('transform', '0008_batches'),
    ]

    operations = [
        migrations.CreateModel(
            name='FoundTerm',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('term', tonebridge.security.fields.EncryptedTextField(default='')),
                ('language', models.CharField(max_length=2)),
                ('messages', models.PositiveIntegerField()),
                ('people', models.PositiveIntegerField()),
                ('explained', models.BooleanField(default=False)),
                ('dismissed', models.BooleanField(default=False)),
                ('counted_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
            ],
            options={
                'db_table': 'found_terms',
                'indexes': [models.Index(fields=['organization', '-people'], name='found_terms_most_first')],
            },
        ),
        isolate('found_terms'),
    ]
