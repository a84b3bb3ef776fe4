"""Who makes vectors of sentences in this installation: RAFEEQ_VECTORS names it."""

from django.conf import settings

from rafeeq.lib.embed import Embedder, chosen
from rafeeq.lib.embed.endpoint import Endpoint


def encoder() -> Embedder:
    """The chosen one; nothing is loaded before its first sentence. At an endpoint, sentences leave the house."""
    there = settings.RAFEEQ_VECTORS_ENDPOINT
    endpoint = None
    if there:
        endpoint = Endpoint(there["url"], there["model"], there["key"], settings.RAFEEQ_FETCH_ALLOWED)
    return chosen(settings.RAFEEQ_VECTORS, endpoint=endpoint)


def packaged() -> list[str]:
    """The names of the encoders that may run here beside the server; none where an endpoint or none was chosen."""
    return {"e5": ["e5", "use"], "use": ["use"]}.get(settings.RAFEEQ_VECTORS, [])
