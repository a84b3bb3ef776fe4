"""The settings of models that stand outside: who is asked, what for, how much a day. What they get leaves the house.

`snapshot` loads this file, so that every reader of settings knows them.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rafeeq.system.preferences import Preference, line, number_between, one_of

LONGEST_URL = 500
FEATURES = ("answers",)
ENCODERS = ("e5", "use", "endpoint", "none")


def _features(value: Any) -> bool:
    return isinstance(value, list) and set(map(str, value)) <= set(FEATURES)


def _of_environment(name: str) -> str:
    return str(settings.RAFEEQ_VECTORS_ENDPOINT.get(name, ""))


LLM_FEATURES = Preference[list[str]](
    "llm.features",
    list,
    _("What it is asked for"),
    _("Nothing leaves this installation before something is chosen here."),
    _features,
)
LLM_URL = Preference[str](
    "llm.url",
    "",
    _("Address"),
    _("As in https://models.example/v1: what stands before /chat/completions. It must speak as OpenAI's does."),
    line(LONGEST_URL),
)
LLM_MODEL = Preference[str]("llm.model", "", _("Model"), _("Its name, as the other side writes it."), line(200))
LLM_KEY = Preference[str](
    "llm.key",
    "",
    _("Key"),
    _("Kept sealed and never shown again. Empty keeps the one of before."),
    line(4000),
    secret=True,
)
LLM_A_DAY = Preference[int](
    "llm.a_day",
    500,
    _("Calls a day at most"),
    _("After that the article's own words are shown until midnight."),
    number_between(0, 100_000),
)
LLM_SECONDS = Preference[int](
    "llm.seconds",
    8,
    _("Seconds that an answer may take"),
    _("The customer waits so long at most; then the article's own words are shown."),
    number_between(1, 20),
)
LLM_KEPT_DAYS = Preference[int](
    "llm.kept_days",
    30,
    _("Days that the record is kept"),
    _("What was sent and what came back; then it goes, with the customer's record at the latest."),
    number_between(1, 365),
)

VECTORS_WHO = Preference[str](
    "vectors.who",
    lambda: settings.RAFEEQ_VECTORS,
    _("What turns sentences into numbers"),
    _("What means the same is then found in other words."),
    one_of(*ENCODERS),
)
VECTORS_URL = Preference[str](
    "vectors.url",
    lambda: _of_environment("url"),
    _("Address"),
    _("As in https://models.example/v1: what stands before /embeddings."),
    line(LONGEST_URL),
)
VECTORS_MODEL = Preference[str](
    "vectors.model",
    lambda: _of_environment("model"),
    _("Model"),
    _("Its name, as the other side writes it."),
    line(200),
)
VECTORS_KEY = Preference[str](
    "vectors.key",
    "",
    _("Key"),
    _("Kept sealed and never shown again. Empty keeps the one of before."),
    line(4000),
    secret=True,
)
