"""Answers a request with one block of a page: a page and its fragments are one template."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends.jinja2 import Template
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy


def block(request: HttpRequest, template: str, name: str, context: Mapping[str, object] | None = None) -> HttpResponse:
    """The block `name` of the page `template`, alone, with the same context as the whole page would have.

    What the template sets at its top is not known inside. Raises KeyError when the template itself has no such block.
    """
    page = loader.get_template(template)
    if not isinstance(page, Template):
        raise TypeError(f"{template} is not one of our pages")
    known: dict[str, object] = dict(context or {}, request=request)
    known |= {"csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    for processor in page.backend.template_context_processors:
        known |= processor(request)
    blocks = page.template.blocks[name](page.template.new_context(known))
    return HttpResponse("".join(blocks))
