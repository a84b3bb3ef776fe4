"""What a customer asks and asks for, and which of it a draft does not touch."""

from rafeeq.lib.questions.answers import unanswered
from rafeeq.lib.questions.asked import Asked, split
from rafeeq.lib.questions.cues import Answer

__all__ = ["Answer", "Asked", "split", "unanswered"]
