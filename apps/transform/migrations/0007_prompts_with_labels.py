"""Versions of prompts, what their labels name, and organizations with a prompt of their own; web processes are told."""

import django.db.models.deletion
import tonebridge.ids
import tonebridge.resilience.clock
from django.db import migrations, models
from tonebridge.changes.operations import tell
from tonebridge.tenancy.operations import isolate


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_row_security'),
        ('accounts', '0012_provisional_accounts'),
        ('transform', '0006_models_of_organizations'),
    ]

    operations = [
        migrations.CreateModel(
            name='PromptVersion',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('transformation_type', models.CharField(choices=[('soften', 'soften'), ('clarify', 'clarify'), ('structure', 'structure'), ('summarize', 'summarize'), ('terminology', 'terminology'), ('requirements', 'requirements'), ('background', 'background')], max_length=32, verbose_name='type')),
                ('language', models.CharField(choices=[('ja', 'ja'), ('en', 'en')], max_length=2, verbose_name='language')),
                ('version', models.CharField(max_length=40, verbose_name='version')),
                ('content', models.TextField(verbose_name='content')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='note')),
                ('created_at', models.DateTimeField(default=tonebridge.resilience.clock.now, editable=False, verbose_name='created')),
            ],
            options={
                'verbose_name': 'prompt',
                'verbose_name_plural': 'prompts',
                'db_table': 'prompt_versions',
                'ordering': ('transformation_type', 'language', '-id'),
                'constraints': [models.UniqueConstraint(fields=('transformation_type', 'language', 'version'), name='prompt_versions_are_named_once')],
            },
        ),
        migrations.CreateModel(
            name='PromptMove',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('transformation_type', models.CharField(choices=[('soften', 'soften'), ('clarify', 'clarify'), ('structure', 'structure'), ('summarize', 'summarize'), ('terminology', 'terminology'), ('requirements', 'requirements'), ('background', 'background')], max_length=32, verbose_name='type')),
                ('language', models.CharField(choices=[('ja', 'ja'), ('en', 'en')], max_length=2, verbose_name='language')),
                ('label', models.CharField(choices=[('production', 'production'), ('candidate', 'candidate')], max_length=12, verbose_name='label')),
                ('created_at', models.DateTimeField(default=tonebridge.resilience.clock.now, editable=False, verbose_name='created')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transform.promptversion')),
            ],
            options={
                'verbose_name': 'move of a label',
                'verbose_name_plural': 'moves of labels',
                'db_table': 'prompt_moves',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['label', 'transformation_type', 'language', '-id'], name='prompt_moves_last')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationPrompt',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('transformation_type', models.CharField(choices=[('soften', 'soften'), ('clarify', 'clarify'), ('structure', 'structure'), ('summarize', 'summarize'), ('terminology', 'terminology'), ('requirements', 'requirements'), ('background', 'background')], max_length=32, verbose_name='type')),
                ('language', models.CharField(choices=[('ja', 'ja'), ('en', 'en')], max_length=2, verbose_name='language')),
                ('updated_at', models.DateTimeField(default=tonebridge.resilience.clock.now, editable=False, verbose_name='changed')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transform.promptversion')),
            ],
            options={
                'verbose_name': "organization's prompt",
                'verbose_name_plural': "organizations' prompts",
                'db_table': 'organization_prompts',
                'constraints': [models.UniqueConstraint(fields=('organization', 'transformation_type', 'language'), name='organization_prompts_once_a_kind')],
            },
        ),
        isolate("organization_prompts"),
        tell("organization_prompts", "writers"),
        tell("prompt_moves", "prompts", column="label", on="INSERT OR DELETE"),
    ]
