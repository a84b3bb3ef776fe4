"""The guard over what articles said and what happened to them."""

from rafeeq.system.write_once import WriteOnce

_GUARD = WriteOnce(
    "knowledge_write_once",
    ("knowledge_version", "knowledge_articleevent"),
    "the words of an article are written once",
)
protect, lift, is_protected = _GUARD.protect, _GUARD.lift, _GUARD.is_in_place
