"""Batches: what was asked, what is left to do, what became of each message. They belong to their organization."""

import django.db.models.deletion
import tonebridge.ids
import tonebridge.security.fields
from django.conf import settings
from django.db import migrations, models
from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_row_security'),
        ('accounts', '0012_provisional_accounts'),
        ('transform', '0007_prompts_with_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=10)),
                ('name', tonebridge.security.fields.EncryptedTextField(default='')),
                ('reader_language', models.CharField(blank=True, default='', max_length=2)),
                ('created_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'db_table': 'batches',
            },
        ),
        migrations.CreateModel(
            name='BatchPart',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('first', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('items', tonebridge.security.fields.EncryptedTextField(default='')),
                ('trying', models.IntegerField(default=-1)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='transform.batch')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
            ],
            options={
                'db_table': 'batch_parts',
            },
        ),
        migrations.CreateModel(
            name='BatchResult',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('index', models.PositiveIntegerField()),
                ('went_well', models.BooleanField()),
                ('transformation_id', models.UUIDField(null=True)),
                ('sealed', tonebridge.security.fields.EncryptedTextField(default='')),
                ('created_at', models.DateTimeField()),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='results', to='transform.batch')),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
            ],
            options={
                'db_table': 'batch_results',
            },
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['later', 'list', 'file'])), name='batches_source'),
        ),
        migrations.AddIndex(
            model_name='batchresult',
            index=models.Index(condition=models.Q(('transformation_id', None)), fields=['created_at'], name='batch_results_not_in_history'),
        ),
        migrations.AddConstraint(
            model_name='batchresult',
            constraint=models.UniqueConstraint(fields=('batch', 'index'), name='batch_results_once'),
        ),
        isolate('batches'),
        isolate('batch_parts'),
        isolate('batch_results'),
    ]
