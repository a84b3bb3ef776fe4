"""A model at an address that speaks as OpenAI's does: JSON goes there and comes back, by the one guarded door.

Whoever names such an address lets words leave the house. Never ask inside a transaction.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from rafeeq.lib.addresses import NOTHING as NO_PRIVATE
from rafeeq.lib.addresses import Allowed
from rafeeq.lib.targets import Limits, Refused, Unfetched, target

KINDS = {401: "NotLetIn", 403: "NotLetIn", 404: "NotThere", 429: "Busy"}  # what an answer's number means


class Unavailable(Exception):
    """Nothing could be had now; the message says why, for the log. `kind` is one word for it, `status` the answer's."""

    def __init__(self, said: str, *, kind: str = "Garbled", status: int = 0) -> None:
        super().__init__(said)
        self.kind, self.status = kind, status


@dataclass
class Outside:
    """One model at one address; `url` ends before what is asked for, as in https://models.example/v1."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    allowed: Allowed = NO_PRIVATE
    limits: Limits = field(default_factory=Limits)

    @property
    def host(self) -> str:
        """Whom the words go to, for the record."""
        try:
            return target(self.url).authority
        except Refused:
            return self.url

    def asked(self, path: str, body: dict[str, Any]) -> Any:
        """What came back as JSON. Raises Unavailable for whatever goes wrong there."""
        from rafeeq.lib.fetch import fetch

        headers = {"content-type": "application/json", "accept": "application/json"}
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        try:
            answer = fetch(
                f"{self.url.rstrip('/')}/{path}",
                method="POST",
                headers=headers,
                content=json.dumps({"model": self.model} | body, ensure_ascii=False).encode("utf-8", "replace"),
                limits=self.limits,
                allowed=self.allowed,
            )
        except Unfetched as trouble:
            raise Unavailable(str(trouble), kind=type(trouble).__name__) from trouble
        except ValueError as trouble:  # a key that no header can carry
            raise Unavailable(str(trouble), kind="Key") from trouble
        if answer.status != 200:
            kind = KINDS.get(answer.status, "Status")
            raise Unavailable(self._told(answer.status, answer.content), kind=kind, status=answer.status)
        try:
            return json.loads(answer.content)
        except (ValueError, RecursionError):
            raise Unavailable("The endpoint's answer is not JSON.") from None

    def _told(self, status: int, content: bytes) -> str:
        """The answer's number, and what the other side says of it where it says so in the usual place."""
        try:
            said = json.loads(content)["error"]["message"]
        except (ValueError, KeyError, TypeError, RecursionError):
            said = ""
        words = " ".join(said.split()) if isinstance(said, str) else ""
        words = words.replace(self.key, "…") if self.key else words  # some repeat the key that they refuse
        return f"The endpoint answered {status}. {words[:300]}".strip()
