"""The guard over the timeline."""

from rafeeq.system.write_once import WriteOnce

_GUARD = WriteOnce(
    "tickets_write_once",
    ("tickets_event", "tickets_checkpoint", "tickets_checkpointhead"),
    "the timeline is written once",
)
protect, lift, is_protected = _GUARD.protect, _GUARD.lift, _GUARD.is_in_place
