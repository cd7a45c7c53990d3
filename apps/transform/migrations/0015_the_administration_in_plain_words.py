"""Labels and help texts of the administration, in plain words. Nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('transform', '0014_plain_words'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='promptmove',
            options={'ordering': ('-id',), 'verbose_name': 'label change', 'verbose_name_plural': 'label changes'},
        ),
        migrations.AlterModelOptions(
            name='transformationtyperow',
            options={'ordering': ('position',), 'verbose_name': 'transformation type', 'verbose_name_plural': 'transformation types'},
        ),
    ]
