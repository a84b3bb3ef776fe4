from django.db import migrations

from rafeeq.customers.rules import fold

AT_ONCE = 500


def fill(apps, schema_editor):
    customers = apps.get_model("customers", "Customer").objects
    last = 0
    while rows := list(customers.filter(pk__gt=last).order_by("pk").only("pk", "name")[:AT_ONCE]):
        for row in rows:
            row.folded = fold(row.name)
        customers.bulk_update(rows, ["folded"])
        last = rows[-1].pk
    apps.get_model("customers", "Address").objects.filter(verified_at__isnull=False).update(verified_how="link")


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_the_whole_record")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
