"""A job of many parts, whose it is, how often it may be tried, and when each organization was served last."""

import django.db.models.deletion
import tonebridge.queues.models.job
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('queues', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.UUIDField()),
                ('queue', models.CharField(max_length=16)),
                ('served_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'turn',
                'verbose_name_plural': 'turns',
                'db_table': 'queue_turns',
            },
        ),
        migrations.AddField(
            model_name='job',
            name='attempts_most',
            field=models.PositiveIntegerField(default=tonebridge.queues.models.job.most_attempts),
        ),
        migrations.AddField(
            model_name='job',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='parent',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='queues.job'),
        ),
        migrations.AddField(
            model_name='job',
            name='parts',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='job',
            name='user_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='job',
            name='attempt',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='jobs_parts'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.UniqueConstraint(fields=('holder', 'queue'), name='queue_turns_once'),
        ),
    ]
