"""An audit that can only grow: rows by month, bound into a chain an organization, by the database itself."""

from django.db import migrations, models

from tonebridge.partitions.operations import CreatePartitionedModel
from tonebridge.tenancy.operations import isolate

WORDS = r"""
ALTER TABLE audit ADD CONSTRAINT audit_holds_no_text CHECK (
    action ~ '^[a-z_]{1,30}\.[a-z_]{1,29}$'
    AND credential ~ '^[A-Za-z0-9:_-]{1,80}$'
    AND subject ~ '^[A-Za-z0-9.:_-]{0,100}$'
    AND request_id ~ '^[A-Za-z0-9._-]{0,64}$'
)
"""
NO_WORDS = "ALTER TABLE audit DROP CONSTRAINT audit_holds_no_text"

CHAIN = r"""
CREATE FUNCTION tb_audit_chain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- The row of the head is locked until the transaction ends: positions have no gap, and nobody reads an old end.
    INSERT INTO public.audit_heads AS head (organization_id, position, hash)
    VALUES (NEW.organization_id, 1, decode(repeat('00', 32), 'hex'))
    ON CONFLICT (organization_id) DO UPDATE SET position = head.position + 1
    RETURNING position, hash INTO NEW.position, NEW.previous;
    NEW.hash := sha256(convert_to(concat_ws('|',
        encode(NEW.previous, 'hex'), NEW.position, NEW.organization_id,
        (extract(epoch FROM NEW.at) * 1000000)::bigint,
        coalesce(NEW.actor_id::text, ''), NEW.credential, NEW.action, NEW.subject, NEW.request_id,
        encode(NEW.address_digest, 'hex')), 'UTF8'));
    UPDATE public.audit_heads SET hash = NEW.hash WHERE organization_id = NEW.organization_id;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION tb_audit_chain();
"""
NO_CHAIN = "DROP TRIGGER audit_chain ON audit; DROP FUNCTION tb_audit_chain()"

KEEP = r"""
CREATE FUNCTION tb_audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The one change there is: an address is forgotten. Its digest stays, so the chain still holds.
    IF TG_OP = 'UPDATE' AND NEW.address IS NULL AND NEW.address_salt IS NULL
       AND (to_jsonb(NEW) - 'address' - 'address_salt') = (to_jsonb(OLD) - 'address' - 'address_salt') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit can only grow' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION tb_audit_keep();
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION tb_audit_keep();
"""
NO_KEEP = """
DROP TRIGGER audit_keep_all ON audit; DROP TRIGGER audit_keep ON audit; DROP FUNCTION tb_audit_keep()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_row_security'),
        ('tenancy', '0001_row_security'),
    ]

    operations = [
        CreatePartitionedModel(
            partition_key='at',
            name='AuditRow',
            fields=[
                ('pk', models.CompositePrimaryKey('id', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('organization_id', models.UUIDField()),
                ('position', models.BigIntegerField(default=0)),
                ('actor_id', models.UUIDField(null=True)),
                ('credential', models.CharField(max_length=80)),
                ('action', models.CharField(max_length=60)),
                ('subject', models.CharField(default='', max_length=100)),
                ('request_id', models.CharField(default='', max_length=64)),
                ('address', models.CharField(max_length=45, null=True)),
                ('address_salt', models.BinaryField(null=True)),
                ('address_digest', models.BinaryField()),
                ('previous', models.BinaryField(default=b'')),
                ('hash', models.BinaryField(default=b'')),
            ],
            options={
                'db_table': 'audit',
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('organization_id', models.UUIDField(primary_key=True, serialize=False)),
                ('position', models.BigIntegerField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_heads',
            },
        ),
        migrations.AddIndex(
            model_name='auditrow',
            index=models.Index(fields=['organization_id', '-position'], name='audit_newest_first'),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(CHAIN, NO_CHAIN),
        migrations.RunSQL(KEEP, NO_KEEP),
        isolate('audit'),
        isolate('audit_heads'),
    ]
