"""Who makes vectors of sentences in this installation, as the settings name it; until then as RAFEEQ_VECTORS does."""

from typing import Literal

from django.conf import settings

from rafeeq.lib.embed import Embedder, chosen, is_installed
from rafeeq.lib.embed.endpoint import Endpoint
from rafeeq.system import outside_preferences as outside
from rafeeq.system.keys import opened
from rafeeq.system.queries import preference

SEAL = "vectors"
State = Literal["off", "here", "small_instead", "missing", "address", "no_address"]


def encoder() -> Embedder:
    """The chosen one; nothing is loaded before its first sentence. To an endpoint, sentences leave the house."""
    return chosen(next(iter(packaged()), preference(outside.VECTORS_WHO)), endpoint=endpoint())


def state() -> State:
    """What comes of the choice on this machine: an encoder here, the small one in its place, an address, or nobody."""
    named, here = preference(outside.VECTORS_WHO), packaged()
    if named == "endpoint":
        return "address" if endpoint() else "no_address"
    if named == "none":
        return "off"
    if not here:
        return "missing"
    return "here" if here == [named] else "small_instead"


def endpoint() -> Endpoint | None:
    """The address that was named, whether it is used or not."""
    url = preference(outside.VECTORS_URL)
    if not url:
        return None
    return Endpoint(url, preference(outside.VECTORS_MODEL), _key(url), settings.RAFEEQ_FETCH_ALLOWED)


def _key(url: str) -> str:
    """The key of the settings; the environment's goes to the environment's address alone."""
    if seal := preference(outside.VECTORS_KEY):
        return opened(SEAL, seal) or ""
    there = settings.RAFEEQ_VECTORS_ENDPOINT
    return str(there["key"]) if there and there["url"] == url else ""


def packaged() -> list[str]:
    """The encoder that runs here in its package; none where an endpoint or none was chosen.

    E5 is made for Linux on x86-64; where it is not installed, the small one takes its place.
    """
    named = preference(outside.VECTORS_WHO)
    if named == "e5" and not is_installed("e5"):
        named = "use"
    return [named] if named in {"e5", "use"} and is_installed(named) else []
