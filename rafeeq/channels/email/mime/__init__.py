"""From the raw bytes of a mail to what it says: the decode layer, pure and bounded."""

from rafeeq.channels.email.mime.limits import Limits, Unparsable
from rafeeq.channels.email.mime.mail import Automatic, Bounce, Mailbox, ParsedMail, Part
from rafeeq.channels.email.mime.parser import parse

__all__ = ["Automatic", "Bounce", "Limits", "Mailbox", "ParsedMail", "Part", "Unparsable", "parse"]
