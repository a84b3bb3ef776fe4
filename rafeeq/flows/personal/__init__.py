"""Everything that is known of one person, over every table and file: handed out, or erased."""

from rafeeq.flows.personal.erase import Erased, Held, NotAllowed, StillImporting, erase
from rafeeq.flows.personal.export import export

__all__ = ["Erased", "Held", "NotAllowed", "StillImporting", "erase", "export"]
