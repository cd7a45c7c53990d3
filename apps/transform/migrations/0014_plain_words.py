"""The administration speaks plain English. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transform', '0013_results_are_found_by_their_message'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='promptmove',
            options={'ordering': ('-id',), 'verbose_name': 'label move', 'verbose_name_plural': 'label moves'},
        ),
        migrations.AlterField(
            model_name='organizationmodel',
            name='rung',
            field=models.CharField(choices=[('primary', 'primary'), ('secondary', 'secondary')], max_length=10, verbose_name='tier'),
        ),
    ]
