"""The template engine of all our pages: Jinja2 with escaping, translation and the filters that know the reader."""

from functools import cache, lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from rafeeq.ui import choices, company, dates, names, numbers


def environment(**options: Any) -> Environment:
    """The environment that settings.TEMPLATES names; also usable alone, given a loader.

    A name that is not there is an error, never an empty place on the page.
    """
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    env = Environment(**options, autoescape=True, extensions=["jinja2.ext.i18n"])
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    for name in ("ngettext", "npgettext"):
        env.globals[name] = _count_in_readers_digits(env.globals[name])
    for name, translate in (("gettext", gettext), ("pgettext", pgettext)):
        env.globals[name] = _said_once(env.globals[name], translate)
    env.globals |= {
        "url": url,
        "link": link,
        "static": static if options.get("auto_reload") else cache(static),
        "choices": choices.current,
        "company": company.current,
        "languages": choices.languages,
        "htmx_script": htmx_script,
        "telling": dates.telling,
        "telling_lengths": dates.telling_lengths,
        "telling_numbers": numbers.telling,
        "parts": Parts(env),
    }
    env.filters |= {
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
        "isolated": names.isolated,
    }
    return env


def page_context(request: HttpRequest) -> dict[str, object]:
    """What every page knows beside its own.

    `flashes` are said once to this visitor, `path` is where to come back to, and `language_is_settled` says that the
    account names its language, so that a cookie would change nothing.
    """
    return {
        "flashes": get_messages(request) if hasattr(request, "_messages") else [],
        "path": request.get_full_path(),
        "language_is_settled": getattr(getattr(request, "user", None), "language", "") in choices.languages(),
    }


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its URL name. Raises NoReverseMatch."""
    if kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _plain(name, get_resolver(), get_script_prefix(), *args)


def link(name: str) -> str:
    """The address of a page, or nothing when this installation has no such page."""
    return _found(name, get_resolver(), get_script_prefix())


# The routes stand still while the product runs, and to find that one is missing costs more than many that are there.
@lru_cache(maxsize=8192, typed=True)
def _plain(name: str, _routes: object, _prefix: str, *args: object) -> str:
    return reverse(name, args=args)


@lru_cache(maxsize=512)
def _found(name: str, routes: object, prefix: str) -> str:
    try:
        return _plain(name, routes, prefix)
    except NoReverseMatch:
        return ""


class Parts:
    """All macros of our parts under one name, so that a block rendered alone has them too."""

    FILES = ("ui/parts.html", "ui/fields.html", "ui/talk.html")

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Any:
        for file in self.FILES:
            part = getattr(self._env.get_template(file).module, name, None)
            if part is not None:
                if not self._env.auto_reload:
                    setattr(self, name, part)  # a page asks for its parts a hundred times: looked up once, then known
                return part
        raise AttributeError(name)


def _said_once(formatted: Any, translate: Any) -> Any:
    """The translating function with its plain texts kept by language: a page says a hundred of them."""

    @lru_cache(maxsize=8192)
    def kept(_language: str | None, *texts: str) -> Markup:
        return Markup(translate(*texts) % {})  # noqa: S704 - our own texts, from our own catalogue

    @pass_context
    def said(context: Context, *texts: Any, **variables: Any) -> Any:
        return formatted(context, *texts, **variables) if variables else kept(get_language(), *texts)

    return said


def _count_in_readers_digits(translate: Any) -> Any:
    """The counted form with `%(num)s` in the reader's digits; the number itself still chooses the plural form."""

    @pass_context
    def counted(context: Context, *args: Any, **variables: Any) -> Markup | str:
        shown: Markup | str = translate(context, *args, **({"num": numbers.number(args[-1])} | variables))
        return shown

    return counted
