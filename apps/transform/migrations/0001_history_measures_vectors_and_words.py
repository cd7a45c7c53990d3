"""History and measures partitioned by month, vectors with an index a model, the seven types, the glossary."""

import django.db.models.deletion
import django.db.models.functions.text
import pgvector.django.vector
import tonebridge.ids
import tonebridge.security.fields
from django.conf import settings
from django.db import migrations, models
from tonebridge.partitions.operations import CreatePartitionedModel, composite_foreign_key


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_seed_plans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Kept on the way back: other databases' owners may have made it, and nothing is lost by having it.
        migrations.RunSQL('CREATE EXTENSION IF NOT EXISTS vector', migrations.RunSQL.noop),
        migrations.CreateModel(
            name='TransformationTypeRow',
            fields=[
                ('code', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('name_ja', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=60)),
                ('explanation_ja', models.CharField(max_length=200)),
                ('explanation_en', models.CharField(max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'db_table': 'transformation_types',
                'ordering': ('position',),
            },
        ),
        CreatePartitionedModel(
            partition_key='created_at',
            name='Transformation',
            fields=[
                ('pk', models.CompositePrimaryKey('id', 'created_at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('created_at', models.DateTimeField()),
                ('intensity', models.PositiveSmallIntegerField()),
                ('language', models.CharField(max_length=2)),
                ('tier', models.CharField(max_length=12)),
                ('original_text', tonebridge.security.fields.EncryptedTextField(default='')),
                ('transformed_text', tonebridge.security.fields.EncryptedTextField(default='')),
                ('result', tonebridge.security.fields.EncryptedTextField(default='')),
                ('metadata', models.JSONField(default=dict)),
                ('verdict', models.CharField(blank=True, default='', max_length=10)),
                ('verdict_at', models.DateTimeField(blank=True, null=True)),
                ('final_text', tonebridge.security.fields.EncryptedTextField(default='')),
                ('rejected_changes', models.JSONField(default=list)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('transformation_type', models.ForeignKey(db_column='transformation_type', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transform.transformationtyperow')),
            ],
            options={
                'db_table': 'transformations',
            },
        ),
        migrations.CreateModel(
            name='DailySummary',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('transformation_type', models.CharField(max_length=32)),
                ('tier', models.CharField(max_length=12)),
                ('transforms', models.PositiveIntegerField(default=0)),
                ('characters', models.PositiveBigIntegerField(default=0)),
                ('processing_ms', models.FloatField(default=0)),
                ('harshness_before', models.FloatField(default=0)),
                ('harshness_after', models.FloatField(default=0)),
                ('clarity_before', models.FloatField(default=0)),
                ('clarity_after', models.FloatField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
            ],
            options={
                'db_table': 'daily_summaries',
                'constraints': [models.UniqueConstraint(fields=('organization', 'day', 'transformation_type', 'tier'), name='daily_summaries_once')],
            },
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, primary_key=True, serialize=False)),
                ('term', models.CharField(max_length=100)),
                ('language', models.CharField(max_length=2)),
                ('plain', models.CharField(blank=True, default='', max_length=200)),
                ('definition', models.CharField(blank=True, default='', max_length=1000)),
                ('kind', models.CharField(default='jargon', max_length=10)),
                ('status', models.CharField(default='approved', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
            ],
            options={
                'db_table': 'glossary_terms',
                'constraints': [models.UniqueConstraint(models.F('organization'), models.F('language'), django.db.models.functions.text.Lower('term'), name='glossary_terms_once')],
            },
        ),
        migrations.CreateModel(
            name='Embedding',
            fields=[
                ('id', models.UUIDField(default=tonebridge.ids.uuid7, primary_key=True, serialize=False)),
                ('transformation_id', models.UUIDField()),
                ('transformation_created_at', models.DateTimeField()),
                ('model', models.CharField(max_length=40)),
                ('dimension', models.PositiveSmallIntegerField()),
                ('embedding', pgvector.django.vector.VectorField()),
                ('created_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                ('transformation', models.ForeignObject(from_fields=['transformation_id', 'transformation_created_at'], on_delete=django.db.models.deletion.CASCADE, related_name='embeddings', to='transform.transformation', to_fields=['id', 'created_at'])),
            ],
            options={
                'db_table': 'embeddings',
                'indexes': [models.Index(fields=['transformation_created_at'], name='embeddings_month')],
                'constraints': [models.UniqueConstraint(fields=('transformation_id', 'model'), name='embeddings_once_a_model')],
            },
        ),
        CreatePartitionedModel(
            partition_key='transformation_created_at',
            name='Analytics',
            fields=[
                ('pk', models.CompositePrimaryKey('id', 'transformation_created_at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('transformation_id', models.UUIDField()),
                ('transformation_created_at', models.DateTimeField()),
                ('processing_time_ms', models.FloatField()),
                ('confidence_score', models.FloatField(null=True)),
                ('metrics', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                ('transformation', models.ForeignObject(from_fields=['transformation_id', 'transformation_created_at'], on_delete=django.db.models.deletion.CASCADE, related_name='analytics', to='transform.transformation', to_fields=['id', 'created_at'])),
            ],
            options={
                'verbose_name_plural': 'analytics',
                'db_table': 'analytics',
                'indexes': [models.Index(fields=['transformation_id', 'transformation_created_at'], name='analytics_parent')],
            },
        ),
        migrations.AddIndex(
            model_name='transformation',
            index=models.Index(fields=['organization', 'user', '-created_at', '-id'], name='transformations_feed'),
        ),
        migrations.AddConstraint(
            model_name='transformation',
            constraint=models.CheckConstraint(condition=models.Q(('intensity__gte', 1), ('intensity__lte', 3)), name='transformations_intensity'),
        ),
            composite_foreign_key('analytics', 'transformations', name='analytics_of_transformation'),
        composite_foreign_key('embeddings', 'transformations', name='embeddings_of_transformation'),
        migrations.RunSQL(
            'ALTER TABLE embeddings ADD CONSTRAINT embeddings_dimension CHECK (vector_dims(embedding) = dimension)',
            'ALTER TABLE embeddings DROP CONSTRAINT embeddings_dimension',
        ),
        migrations.RunSQL(
            "CREATE INDEX embeddings_use3_512 ON embeddings USING hnsw ((embedding::halfvec(512)) halfvec_cosine_ops) "
            "WHERE model = 'use3-512'",
            'DROP INDEX embeddings_use3_512',
        ),
    ]
