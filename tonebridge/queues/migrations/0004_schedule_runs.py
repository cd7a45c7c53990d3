"""How the last run of each scheduled task went."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('queues', '0003_parts_take_turns'),
    ]

    operations = [
        migrations.CreateModel(
            name='ScheduleRun',
            fields=[
                ('task', models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name='task')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('succeeded_at', models.DateTimeField(null=True, verbose_name='succeeded at')),
                ('seconds', models.FloatField(default=0, verbose_name='seconds')),
                ('error_class', models.CharField(default='', max_length=200, verbose_name='error')),
                ('runs', models.PositiveBigIntegerField(default=0, verbose_name='runs')),
                ('failures', models.PositiveBigIntegerField(default=0, verbose_name='failures')),
            ],
            options={
                'verbose_name': 'scheduled task',
                'verbose_name_plural': 'scheduled tasks',
                'db_table': 'schedule_runs',
            },
        ),
    ]
