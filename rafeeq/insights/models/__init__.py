"""What insights keep: facts of matters, how many of them fell where on which day, and hints."""

from rafeeq.insights.models.fact import DayCount, Fact, Member
from rafeeq.insights.models.hint import Hint

__all__ = ["DayCount", "Fact", "Hint", "Member"]
