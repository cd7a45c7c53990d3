"""The seven types and their columns have names that staff read. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transform', '0009_found_terms'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='transformationtyperow',
            options={'ordering': ('position',), 'verbose_name': 'kind of change', 'verbose_name_plural': 'kinds of change'},
        ),
        migrations.AlterField(
            model_name='transformationtyperow',
            name='code',
            field=models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='transformationtyperow',
            name='explanation_en',
            field=models.CharField(max_length=200, verbose_name='explanation in English'),
        ),
        migrations.AlterField(
            model_name='transformationtyperow',
            name='explanation_ja',
            field=models.CharField(max_length=200, verbose_name='explanation in Japanese'),
        ),
        migrations.AlterField(
            model_name='transformationtyperow',
            name='name_en',
            field=models.CharField(max_length=60, verbose_name='name in English'),
        ),
        migrations.AlterField(
            model_name='transformationtyperow',
            name='name_ja',
            field=models.CharField(max_length=60, verbose_name='name in Japanese'),
        ),
        migrations.AlterField(
            model_name='transformationtyperow',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='position'),
        ),
    ]
