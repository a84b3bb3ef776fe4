"""What an audit entry says before and after may be emptied, so that a person can be erased; nothing else of it moves."""

from django.db import migrations

SQLITE = [
    "DROP TRIGGER system_auditentry_is_append_only",
    """
    CREATE TRIGGER system_auditentry_is_append_only BEFORE UPDATE ON system_auditentry
    WHEN NOT (NEW.before IS NULL AND NEW.after IS NULL AND NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.who = OLD.who
      AND NEW.what = OLD.what AND (NEW.target = OLD.target OR NEW.target = '') AND NEW.actor_id IS OLD.actor_id)
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
    """,
]
POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION system_auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NEW.before IS NULL AND NEW.after IS NULL AND NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.who = OLD.who
        AND NEW.what = OLD.what AND (NEW.target = OLD.target OR NEW.target = '') AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'audit entries are never changed' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
]


def change(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("system", "0002_audit_is_append_only")]
    operations = [migrations.RunPython(change, migrations.RunPython.noop)]
