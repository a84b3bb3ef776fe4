"""The whole answer out of 50,000 passages in 12,500 editions: CPU of `flows.answer.ask`, by letters and with vectors.

RAFEEQ_BENCH_ASKING names a folder that is kept, and filled only once. Vectors are there by chance, as in `answers`:
what a comparison takes does not depend on them; the question's own is read by the encoder.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from typing import Any

from tests.bench import database

EDITIONS, PASSAGES, ASKED = 12_500, 4, 200


def run() -> dict[str, Any]:
    """Fill an installation and ask it, in processes of their own."""
    with tempfile.TemporaryDirectory(prefix="rafeeq-bench-") as new:
        folder = os.environ.get("RAFEEQ_BENCH_ASKING", new)
        environment = os.environ | {"RAFEEQ_DATA": folder, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
        environment |= database.empty()
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
        report: dict[str, Any] = {}
        for what in ("fill", "letters", "vectors"):
            command = [sys.executable, "-m", "tests.bench.asking", what]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            report |= json.loads(done.stdout.splitlines()[-1])
        return report


def fill() -> None:
    """Write the articles as validating would have left them, and their index."""
    from datetime import date

    from django.utils import timezone

    from rafeeq.knowledge.actions.changes import forget_old_changes
    from rafeeq.knowledge.models import Article, Edition, Passage, Version
    from rafeeq.knowledge.queries import finding
    from rafeeq.lib.search.shelf import filled, save
    from rafeeq.staff.actions import create_user
    from tests.bench.answers import embedded, read

    if Edition.objects.exists():
        return
    chance, texts = random.Random(1), [row["text"] for row in read("arbanking77/train_msa_pal.jsonl")]
    by, now = create_user(email="bench@example.com", name="القياس", role="admin"), timezone.now()
    numbers = range(1, EDITIONS + 1)
    Article.objects.bulk_create(
        [Article(pk=pk, owner=by, state="validated", review_on=date(9999, 1, 1)) for pk in numbers], batch_size=1000
    )
    Edition.objects.bulk_create([Edition(pk=pk, article_id=pk, language="ar") for pk in numbers], batch_size=1000)
    versions, passages = [], []
    for pk in numbers:
        parts = [" ".join(f"{one}." for one in chance.sample(texts, 3)) for _ in range(PASSAGES)]
        title, *asked = chance.sample(texts, 3)
        body, phrasings = "\n\n".join(parts), "\n".join(asked)
        versions.append(
            Version(pk=pk, edition_id=pk, number=1, title=title[:200], body=body, phrasings=phrasings, by=by)
        )
        passages += [Passage(edition_id=pk, position=at, text=one) for at, one in enumerate(parts)]
    Version.objects.bulk_create(versions, batch_size=1000)
    Passage.objects.bulk_create(passages, batch_size=1000)
    for pk in numbers:
        Edition.objects.filter(pk=pk).update(current=pk, newest=pk, validated_at=now, validated_by=by)
    forget_old_changes()  # as the worker does each minute
    there = finding.passages_by_edition()
    shelf = embedded(filled(finding.entries(there)))
    finding.path().parent.mkdir(parents=True, exist_ok=True)
    last = max(map(max, there.values()))
    save(shelf, finding.path(), stamp=finding.RULES, about={"last": last, "passages": sum(map(len, there.values()))})


def asked(*, vectors: bool) -> dict[str, Any]:
    """CPU milliseconds of one question after another, each another one."""
    import numpy as np

    from rafeeq.flows.answer import ask
    from rafeeq.knowledge.queries import meant
    from tests.bench.answers import encoders, read

    if vectors and not encoders():
        return {}
    if not vectors:
        meant.encoders = lambda: []
    rows = [row["text"] for row in read("arbanking77/val_msa_pal.jsonl")]
    random.Random(3).shuffle(rows)
    times, kinds = [], set()
    for question in rows[: ASKED + 20]:
        begun = time.process_time()
        kinds.add(ask(question, language="ar", channel="bench").kind)
        times.append((time.process_time() - begun) * 1000)
    figures = {
        name: round(float(np.quantile(times[20:], share)), 2) for name, share in (("median", 0.5), ("p95", 0.95))
    }
    return {f"the whole answer{' with vectors' if vectors else ''}, CPU ms": figures | {"kinds": len(kinds)}}


if __name__ == "__main__":
    import django

    django.setup()
    what = sys.argv[1]
    if what == "fill":
        fill()
    print(json.dumps({} if what == "fill" else asked(vectors=what == "vectors")))
