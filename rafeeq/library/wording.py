"""What happened to articles, and what went wrong, in sentences that people read."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rafeeq.knowledge.models import Article

LANGUAGES = ("ar", "en")


def language_name(language: str) -> str:
    """A language by its own name."""
    return {"ar": "العربية", "en": "English"}.get(language, language)


def listed(things: Sequence[str]) -> str:
    """Things one after the other."""
    return pgettext("between the things of a list", ", ").join(things)


def unknown(keys: Sequence[str]) -> str:
    """That nobody keeps these values."""
    said = ngettext(
        "The text names a value that nobody keeps: %(keys)s. Add it to the values, or correct its key.",
        "The text names values that nobody keeps: %(keys)s. Add them to the values, or correct their keys.",
        len(keys),
    )
    return said % {"keys": listed([f"{{{{{key}}}}}" for key in keys])}


def others_wrote(name: str) -> str:
    """That somebody else has saved a version meanwhile."""
    if not name:
        return _("A newer version was saved while you were writing. Nothing of yours is lost.")
    return _("%(name)s saved a newer version while you were writing. Nothing of yours is lost.") % {"name": name}


def why_again(row: Article) -> str:
    """Why somebody is to look at an article again."""
    return str(Article.Again(row.again_for).label) if row.again_for else _("Its review date has come")
