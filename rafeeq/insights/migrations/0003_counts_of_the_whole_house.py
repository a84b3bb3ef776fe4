"""The days of all branches together, added up from those of each: who leads the service reads them in one row a day."""

from collections import Counter

from django.db import migrations

HOUSE = "house"


def add_up(apps, schema_editor):
    DayCount = apps.get_model("insights", "DayCount")
    days = {}
    branches = DayCount.objects.filter(dimension="").values_list("measure", "day", "branch", "cells")
    for measure, day, branch, cells in branches.iterator():
        whole = days.setdefault((measure, day), Counter())
        for cell, n in cells.items():
            whole[f"{cell}@{branch}" if cell[0] == "w" and cell[1:].isdigit() else cell] += n
    DayCount.objects.bulk_create(
        [DayCount(measure=measure, day=day, branch=0, dimension=HOUSE, cells=cells) for (measure, day), cells in days.items()],
        batch_size=500,
    )


def forget(apps, schema_editor):
    apps.get_model("insights", "DayCount").objects.filter(dimension=HOUSE).delete()


class Migration(migrations.Migration):

    dependencies = [("insights", "0002_samples_of_the_silent")]

    operations = [migrations.RunPython(add_up, forget)]
