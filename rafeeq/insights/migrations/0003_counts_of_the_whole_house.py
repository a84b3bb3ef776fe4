"""The days of all branches together, added up from those of each: who leads the service reads them in one row a day."""

from collections import Counter

from django.db import migrations

HOUSE = 0
WIDE = ("", "tier")


def add_up(apps, schema_editor):
    DayCount = apps.get_model("insights", "DayCount")
    days = {}
    branches = DayCount.objects.filter(dimension__in=WIDE).values_list("measure", "dimension", "day", "key", "branch", "cells")
    for *place, branch, cells in branches.iterator():
        whole = days.setdefault(tuple(place), Counter())
        for cell, n in cells.items():
            whole[f"{cell}@{branch}" if cell[0] == "w" and cell[1:].isdigit() else cell] += n
    rows = [
        DayCount(measure=measure, dimension=dimension, day=day, key=key, branch=HOUSE, cells=cells)
        for (measure, dimension, day, key), cells in days.items()
    ]
    DayCount.objects.bulk_create(rows, batch_size=500)


def forget(apps, schema_editor):
    apps.get_model("insights", "DayCount").objects.filter(branch=HOUSE).delete()


class Migration(migrations.Migration):

    dependencies = [("insights", "0002_samples_of_the_silent")]

    operations = [migrations.RunPython(add_up, forget)]
