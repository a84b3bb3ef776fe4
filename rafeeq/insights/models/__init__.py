"""What insights keep: facts of matters, how many of them fell where on which day, and hints."""

from rafeeq.insights.models.fact import DayCount, Fact, Member
from rafeeq.insights.models.hint import Hint
from rafeeq.insights.models.sample import Drawn, Sample

__all__ = ["DayCount", "Drawn", "Fact", "Hint", "Member", "Sample"]
