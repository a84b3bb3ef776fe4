"""One question and one answer from an address that speaks as OpenAI's does: POST …/chat/completions."""

import time
from dataclasses import dataclass, replace
from typing import Any

from rafeeq.lib.outside import Outside, Unavailable
from rafeeq.lib.targets import Limits

LIMITS = Limits(seconds=8, connect=4, size=64 * 1024)
MOST_TOKENS = 1200
# What newer models refuse to be told; they are asked again without.
TUNED: dict[str, Any] = {"temperature": 0, "max_tokens": MOST_TOKENS}


@dataclass
class Chat(Outside):
    """A model that answers; `url` ends before /chat/completions. It is given no tools."""

    limits: Limits = LIMITS

    def said(self, rules: str, errand: str) -> str:
        """The words that came back. Raises Unavailable for whatever goes wrong, and where none came."""
        body = {
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": errand}],
            "stream": False,
        }
        began = time.monotonic()
        try:
            answer = self.asked("chat/completions", body | TUNED)
        except Unavailable as trouble:
            if trouble.status != 400 or not any(one in str(trouble) for one in TUNED):
                raise
            left = self.limits.seconds - (time.monotonic() - began)  # nobody waits longer because it is asked twice
            answer = replace(self, limits=replace(self.limits, seconds=left)).asked("chat/completions", body)
        return _words(answer)


def _words(answer: Any) -> str:
    """The text of the first choice, which some give in parts."""
    try:
        message = answer["choices"][0]["message"]
        content = message.get("content")
        if isinstance(content, list):
            content = "".join(one["text"] for one in content if one.get("type") == "text")
        calls = message.get("tool_calls") or message.get("function_call")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Unavailable("The endpoint's answer is not one of a chat.", kind="Shape") from None
    if calls:
        raise Unavailable("The model wants to use tools, and has none.", kind="Tools")
    if not isinstance(content, str) or not content.strip():
        raise Unavailable("The model said nothing.", kind="Empty")
    return content
