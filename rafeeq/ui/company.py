"""The company that this installation serves, as its pages and mails name and dress it."""

from collections.abc import Callable
from dataclasses import dataclass

from rafeeq.ui import choices


@dataclass(frozen=True, slots=True)
class Company:
    """What customers see of the company. Everything may be empty: then the product's own look holds."""

    name_ar: str = ""
    name_en: str = ""
    logo: str = ""  # address of the picture
    style: str = ""  # address of the style sheet with the company's colour

    @property
    def name(self) -> str:
        """The name in the reader's language, else in the other one."""
        first, second = self.name_ar, self.name_en
        return (second or first) if choices.current().language == "en" else (first or second)


_source: Callable[[], Company] = Company


def comes_from(source: Callable[[], Company]) -> None:
    """Name who knows the company; the app that keeps it says so once at the start."""
    global _source  # noqa: PLW0603 - there is one installation
    _source = source


def current() -> Company:
    """The company as it is now."""
    return _source()
