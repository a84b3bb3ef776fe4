"""The language model that this installation may ask, as the settings name it. None is asked before somebody says so."""

from django.conf import settings

from rafeeq.lib.llm import Chat
from rafeeq.lib.llm.chat import LIMITS
from rafeeq.lib.targets import Limits
from rafeeq.system import outside_preferences as outside
from rafeeq.system.keys import opened
from rafeeq.system.queries import preference

SEAL = "llm"


def asked_for(feature: str) -> Chat | None:
    """The model, where it is switched on for this; costs no query."""
    return named() if feature in preference(outside.LLM_FEATURES) else None


def named() -> Chat | None:
    """The model that was named, whether it is switched on or not."""
    url, model = preference(outside.LLM_URL), preference(outside.LLM_MODEL)
    if not url or not model:
        return None
    limits = Limits(seconds=preference(outside.LLM_SECONDS), connect=LIMITS.connect, size=LIMITS.size)
    key = opened(SEAL, preference(outside.LLM_KEY)) or ""
    return Chat(url, model, key, settings.RAFEEQ_FETCH_ALLOWED, limits)
