"""Who makes vectors of sentences in this installation: RAFEEQ_VECTORS names it."""

from django.conf import settings

from rafeeq.lib.embed import Embedder, chosen, is_installed
from rafeeq.lib.embed.endpoint import Endpoint


def encoder() -> Embedder:
    """The chosen one; nothing is loaded before its first sentence. To an endpoint, sentences leave the house."""
    there = settings.RAFEEQ_VECTORS_ENDPOINT
    endpoint = None
    if there:
        endpoint = Endpoint(there["url"], there["model"], there["key"], settings.RAFEEQ_FETCH_ALLOWED)
    return chosen(next(iter(packaged()), settings.RAFEEQ_VECTORS), endpoint=endpoint)


def packaged() -> list[str]:
    """The encoder that runs here in its package; none where an endpoint or none was chosen.

    E5 is made for Linux on x86-64; where it is not installed, the small one takes its place.
    """
    named = settings.RAFEEQ_VECTORS
    if named == "e5" and not is_installed("e5"):
        named = "use"
    return [named] if named in {"e5", "use"} and is_installed(named) else []
