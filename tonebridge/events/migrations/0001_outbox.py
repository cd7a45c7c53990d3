"""The outbox: what happened, by month, each row its organization's."""

from django.db import migrations, models
from tonebridge.partitions.operations import CreatePartitionedModel
from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_row_security'),
    ]

    operations = [
        CreatePartitionedModel(
            partition_key='created_at',
            name='Event',
            fields=[
                ('pk', models.CompositePrimaryKey('id', 'created_at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('created_at', models.DateTimeField()),
                ('organization_id', models.UUIDField()),
                ('name', models.CharField(max_length=60)),
                ('payload', models.JSONField(default=dict)),
                ('delivered_to', models.JSONField(default=list)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('relayed_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'events',
                'indexes': [models.Index(condition=models.Q(('relayed_at', None)), fields=['due_at'], name='events_waiting')],
            },
        ),
        isolate('events'),
    ]
