"""Names are folded as every other word is: a hamza on any seat, or none, is the same name."""

from django.db import migrations

from rafeeq.customers.rules import fold

AT_ONCE = 500


def fill(apps, schema_editor):
    """Fold every stored name, a chunk after the other."""
    for model, longest in (("Customer", 200), ("Document", 120)):
        named = apps.get_model("customers", model).objects
        last = 0
        while rows := list(named.filter(pk__gt=last).order_by("pk").only("pk", "name", "folded")[:AT_ONCE]):
            last = rows[-1].pk
            changed = [row for row in rows if row.folded != fold(row.name)[:longest]]
            for row in changed:
                row.folded = fold(row.name)[:longest]
            named.bulk_update(changed, ["folded"])


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_customers_restricted_for_a_while")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
