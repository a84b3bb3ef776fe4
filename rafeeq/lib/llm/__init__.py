"""A language model that may be asked to choose and order what is quoted, and is never believed."""

from rafeeq.lib.llm.chat import Chat
from rafeeq.lib.llm.draft import Draft, Misread, Part, read
from rafeeq.lib.llm.errand import Passage, errand
from rafeeq.lib.outside import Unavailable

__all__ = ["Chat", "Draft", "Misread", "Part", "Passage", "Unavailable", "errand", "read"]
