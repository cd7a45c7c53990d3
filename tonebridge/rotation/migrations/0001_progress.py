"""How far a rotation of keys is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='RotationProgress',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=63)),
                ('key_id', models.CharField(max_length=255)),
                ('position', models.CharField(default='', max_length=64)),
                ('sealed', models.PositiveBigIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'rotation_progress',
                'constraints': [models.UniqueConstraint(fields=('table', 'key_id'), name='rotation_progress_once')],
            },
        ),
    ]
