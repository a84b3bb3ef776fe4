"""Every channel of this installation: a channel is a folder and one line here."""

from rafeeq.channels.base import Channel, Service
from rafeeq.channels.delivery import DeliverySender
from rafeeq.channels.email.channel import EmailChannel

CHANNELS: dict[str, Channel] = {channel.kind: channel for channel in (EmailChannel(),)}


def services() -> list[Service]:
    """What the worker runs for the channels: the sender of deliveries, and each channel's own."""
    return [DeliverySender(CHANNELS), *(service for channel in CHANNELS.values() for service in channel.services())]
