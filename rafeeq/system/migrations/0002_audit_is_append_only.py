from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER system_auditentry_is_append_only BEFORE UPDATE ON system_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
    """
]
POSTGRESQL = [
    """
    CREATE FUNCTION system_auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER system_auditentry_is_append_only BEFORE UPDATE ON system_auditentry
    FOR EACH ROW EXECUTE FUNCTION system_auditentry_refuse()
    """,
]


def add(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER system_auditentry_is_append_only ON system_auditentry")
        schema_editor.execute("DROP FUNCTION system_auditentry_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER system_auditentry_is_append_only")


class Migration(migrations.Migration):
    dependencies = [("system", "0001_settings_audit_jobs_and_keys")]
    operations = [migrations.RunPython(add, remove)]
