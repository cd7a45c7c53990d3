"""A word against deleting: what somebody must keep for a court stays, whatever retention and erasure say."""

from django.db import migrations, models

# The last wall, behind the verbs and the administration: whoever would let the organization go has to lift the hold.
REFUSE = """
CREATE FUNCTION tb_keep_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the organization is under a legal hold' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER organizations_keep_held BEFORE DELETE ON organizations
FOR EACH ROW WHEN (OLD.legal_hold) EXECUTE FUNCTION tb_keep_held();
"""
ALLOW = "DROP TRIGGER organizations_keep_held ON organizations; DROP FUNCTION tb_keep_held()"


class Migration(migrations.Migration):
    dependencies = [('accounts', '0007_invitations_are_isolated')]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='legal_hold',
            field=models.BooleanField(default=False, help_text="Its messages and people stay while it is on, whatever retention and requests to delete say.", verbose_name='legal hold'),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
