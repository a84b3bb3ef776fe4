"""The template engine of all our pages: Jinja2 with escaping, translation and the filters that know the reader."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from rafeeq.ui import choices, company, compiling, dates, names, numbers

FILTERS = {
    "when": dates.when,
    "ago": dates.ago,
    "lasting": dates.lasting,
    "digits": numbers.digits,
    "spoken": numbers.spoken,
    "number": numbers.number,
    "money": numbers.money,
    "size": numbers.size,
    "initials": names.initials,
    "ltr": names.ltr,
    "in_lines": names.in_lines,
    "isolated": names.isolated,
}


def environment(**options: Any) -> Environment:
    """The environment that settings.TEMPLATES names; also usable alone, given a loader.

    A name that is not there is an error, never an empty place on the page.
    """
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(**options, autoescape=True, extensions=["jinja2.ext.i18n"])
    env.template_class, env.code_generator_class = Page, compiling.Compiler
    env.written = compiling.written  # type: ignore[attr-defined]  # by what it compiles
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension: `trans` asks as the rest does
    env.globals |= {
        "url": url,
        "link": link,
        "static": static if options.get("auto_reload") else cache(static),
        "choices": choices.current,
        "company": company.current,
        "languages": choices.languages,
        "gettext": (words := _said(gettext)),
        "_": words,
        "pgettext": _said(pgettext),
        "ngettext": _counted(ngettext),
        "npgettext": _counted(npgettext),
        "htmx_script": htmx_script,
        "telling": dates.telling,
        "telling_lengths": dates.telling_lengths,
        "telling_numbers": numbers.telling,
        "parts": Parts(env),
        "same": _same(env),
    }
    env.filters |= FILTERS
    return env


def page_context(request: HttpRequest) -> dict[str, object]:
    """What every page knows beside its own.

    `flashes` are said once to this visitor, `path` is where to come back to, and `language_is_settled` says that the
    account names its language, so that a cookie would change nothing. All forms of a page carry one mark against
    forgery.
    """
    token = SimpleLazyObject(lambda: get_token(request))
    field = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    return {
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(lambda: format_html(field, token)),
        "flashes": get_messages(request) if hasattr(request, "_messages") else [],
        "path": request.get_full_path(),
        "language_is_settled": getattr(getattr(request, "user", None), "language", "") in choices.languages(),
    }


# The routes stand still while the product runs, and to find that one is missing costs more than many that are there.
@lru_cache(maxsize=8192, typed=True)
def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its URL name. Raises NoReverseMatch."""
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=512)
def link(name: str) -> str:
    """The address of a page, or nothing when this installation has no such page."""
    try:
        return url(name)
    except NoReverseMatch:
        return ""


class Page(Template):
    """A template that is rendered for one reader."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text of the page."""
        with choices.settled():
            return super().render(*args, **kwargs)


class Parts:
    """All macros of our parts under one name, so that a block rendered alone has them too."""

    FILES = ("ui/parts.html", "ui/fields.html", "ui/talk.html")
    # The small ones, of which a page has a hundred: the same words give the same part, to everybody of one language.
    KEPT = frozenset({"icon", "pill", "outcome", "status", "avatar", "delivery", "failures"})

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Any:
        for file in self.FILES:
            part = getattr(self._env.get_template(file).module, name, None)
            if part is not None:
                if not self._env.auto_reload:
                    part = _kept(part) if name in self.KEPT else part
                    setattr(self, name, part)  # a page asks for its parts a hundred times: looked up once, then known
                return part
        raise AttributeError(name)


def _same(env: Environment) -> Callable[..., Markup]:
    """`same("ui/keys.html")`: a piece that knows nothing of the page around it, written once for all who read alike."""

    def write(name: str, **known: Any) -> Markup:
        return Markup(env.get_template(name).render(known))  # noqa: S704 - a template of ours, which escapes

    kept = lru_cache(maxsize=256)(lambda _reader, name, **known: write(name, **known))
    return write if env.auto_reload else lambda name, **known: kept(choices.current(), name, **known)


def _kept(part: Callable[..., Markup]) -> Callable[..., Markup]:
    # `typed`: the same letters are one thing as somebody's words, which are escaped, and another as markup.
    kept = lru_cache(maxsize=1024, typed=True)(lambda _language, *said, **named: part(*said, **named))
    return lambda *said, **named: kept(choices.current().language, *said, **named)


def _said(translate: Callable[..., str]) -> Callable[..., Markup]:
    """Our words as markup, with what they name escaped; plain ones are kept by language, for a page has a hundred."""

    @lru_cache(maxsize=8192)
    def kept(_language: str, *texts: str) -> Markup:
        return _markup(translate(*texts)) % {}

    def said(*texts: str, **named: Any) -> Markup:
        return _markup(translate(*texts)) % named if named else kept(choices.current().language, *texts)

    return said


def _counted(translate: Callable[..., str]) -> Callable[..., Markup]:
    """The counted form with `%(num)s` in the reader's digits; the number itself still chooses the plural form."""
    return lambda *texts, **named: _markup(translate(*texts)) % ({"num": numbers.number(texts[-1])} | named)


def _markup(words: str) -> Markup:
    return Markup(words)  # noqa: S704 - our own texts, from our own catalogue
