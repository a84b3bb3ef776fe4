"""The scale of `knowledge/rules/answering/sufficiency.py`, fitted anew on the parts of the labelled set for developing.

Prints the weights, and how many questions would be answered and how many of those wrongly from each confidence on;
every confidence is that of a fit that had not seen the question (ten parts, ten times).
Run: python -m tests.bench.sufficiency; with RAFEEQ_VECTORS=none for the weights of letters alone.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

SET = Path(__file__).resolve().parents[1] / "evals" / "ar"
PARTS, TIMES = 10, 10
STIFF = 0.2  # C of the regression: some hundred questions bear no more


def asked() -> tuple[list[dict[str, float]], list[bool]]:
    """Of each question that passes the gate: the figures of the first article, and whether it answers."""
    from rafeeq.config.evaluation import asking, labelled
    from rafeeq.customers.models import Customer
    from rafeeq.flows.citing import spellings
    from rafeeq.knowledge.queries.answers import barred, reply
    from rafeeq.knowledge.rules.answering.sufficiency import features

    names = asking.fill(labelled.pages(SET / "articles"))
    customer = Customer.objects.create(name="عميل التقييم")
    figures, right = [], []
    rows = [row for row in labelled.questions(SET / "questions.jsonl") if row.part != labelled.HELD_OUT]
    for row in rows:
        judged = reply(row.question, language="ar", customer=customer).judged
        if judged and not barred(row.question, spellings(row.question)):
            figures.append(features(judged[0].evidence))
            right.append(row.must in {"answer", "clarify"} and names[judged[0].edition.article_id] in row.gold)
    return figures, right


def fitted(figures: list[dict[str, float]], right: list[bool]) -> dict[str, Any]:
    """The weights, and the curve of confidences that each come of a fit on other questions."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows, known = np.array([list(one.values()) for one in figures]), np.array(right)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STIFF, max_iter=2000))
    ways = [StratifiedKFold(PARTS, shuffle=True, random_state=seed) for seed in range(TIMES)]
    sure = np.mean(
        [cross_val_predict(model, rows, known, cv=one, method="predict_proba")[:, 1] for one in ways], axis=0
    )
    scale, regression = model.fit(rows, known)
    weights = regression.coef_[0] / scale.scale_
    curve = {
        f"from {least:.2f}": {"answered": int((sure >= least).sum()), "wrong": int((~known[sure >= least]).sum())}
        for least in np.arange(0.5, 0.95, 0.04)
    }
    return {
        "weights": dict(zip(figures[0], weights.round(2).tolist(), strict=True)),
        "bias": round(float(regression.intercept_[0] - weights @ scale.mean_), 2),
        "questions": len(right),
        **curve,
    }


def run() -> dict[str, Any]:
    """All of it, in a throw-away installation."""
    with tempfile.TemporaryDirectory(prefix="rafeeq-fit-") as folder:
        os.environ |= {"RAFEEQ_DATA": folder, "DATABASE_URL": ""}
        from rafeeq.config.commands.shape import start_django

        start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return fitted(*asked())


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
