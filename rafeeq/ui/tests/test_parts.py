"""Every part, on two pages, for both kinds of reader."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import loader
from django.test import RequestFactory

from rafeeq.ui import choices
from rafeeq.ui.tests import kitchen

ERROR_PAGES = ["400.html", "403.html", "404.html", "500.html"]
STYLES = sorted((kitchen.UI / "static/ui").glob("*.css"))
TEMPLATES = sorted((kitchen.UI / "templates").rglob("*.html"))
SCRIPTS = sorted((kitchen.UI / "static/ui").glob("*.js"))


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with choices.using(choices.make(language=request.param)):
        yield request.param


@pytest.mark.parametrize("page", ["workspace", "portal"])
def test_a_page_says_its_language_direction_and_theme(language: str, page: str) -> None:
    html = kitchen.show(page)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    with choices.using(choices.make(language=language, theme="dark")):
        assert 'data-theme="dark"' in kitchen.show(page)


@pytest.mark.parametrize("page", ["workspace", "portal"])
def test_a_page_needs_no_inline_script_or_style_and_nothing_from_elsewhere(language: str, page: str) -> None:
    html = kitchen.show(page)
    assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert not [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag]
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', html)


@pytest.mark.parametrize("page", ["workspace", "portal"])
def test_what_a_customer_wrote_arrives_as_text_and_names_and_codes_are_isolated(language: str, page: str) -> None:
    html = kitchen.show(page)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert '<bdi dir="ltr">R-10482</bdi>' in html
    assert "<bdi>سارة المطيري</bdi>" in html
    assert '<bdi class="clip">فاتورة (2).pdf</bdi>' in html


def test_every_outcome_is_told_in_words_for_staff_and_customer(language: str) -> None:
    part = kitchen.pages().from_string("{{ parts.outcome(value, reader) }}")
    for reader in ("staff", "customer"):
        said = {part.render(value=value, reader=reader) for value in kitchen.OUTCOMES}
        words = {re.sub(r"<[^>]*>", "", text).strip() for text in said}
        assert len(words) == len(kitchen.OUTCOMES)
        assert all(re.search("[\u0621-\u064a]" if language == "ar" else "[a-z]", text) for text in words)


def test_an_arabic_page_has_one_style_of_digits() -> None:
    with choices.using(choices.make(language="ar")):
        html = kitchen.show("workspace")
    shown = re.sub(r"<bdi.*?</bdi>|<[^>]*>|&\S+?;", "", html[html.index("<body") :])
    assert not re.findall("[0-9]", shown)


def test_a_field_names_its_help_and_its_error_to_a_screen_reader(language: str) -> None:
    html = kitchen.show("workspace")
    described = re.search(r'<input[^>]*name="name"[^>]*aria-describedby="([^"]*)"', html)
    assert described is not None
    assert f'id="{described.group(1)}"' in html
    email = re.search(r'<input[^>]*name="email"[^>]*>', html)
    assert email is not None
    assert 'dir="ltr"' in email.group()
    assert 'aria-invalid="true"' in email.group()
    assert 'aria-describedby="id_email_error"' in email.group()
    assert 'id="id_email_error"' in html
    assert re.search(r'<textarea[^>]*dir="auto"', html)
    assert "سارة &lt;b&gt;" in html


def test_every_field_has_a_label(language: str) -> None:
    html = kitchen.show("workspace")
    labelled = set(re.findall(r'<label for="([^"]+)"', html))
    fields = set(re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', html))
    assert fields - labelled == set()


def test_every_icon_that_a_template_names_is_drawn() -> None:
    sprite = ElementTree.parse(kitchen.UI / "static/ui/icons.svg")
    assert {symbol.get("id") for symbol in sprite.getroot()} == set(kitchen.ICONS)
    asked = set()
    for template in TEMPLATES:
        asked |= set(re.findall(r'icon\("(\w+)"', template.read_text("utf-8")))
    assert asked <= set(kitchen.ICONS)


@pytest.mark.parametrize("page", ERROR_PAGES)
def test_error_pages_come_with_and_without_a_request(language: str, page: str) -> None:
    template = loader.get_template(page)
    assert "<h1>" in template.render()
    assert "<h1>" in template.render({}, RequestFactory().get("/nowhere/"))


def test_the_page_for_our_own_faults_needs_nothing_at_all() -> None:
    source = (kitchen.UI / "templates/500.html").read_text("utf-8")
    assert "{{" not in source
    assert "{%" not in source


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_styles_know_start_and_end_only(style: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", style.read_text("utf-8"), flags=re.DOTALL)
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[;{]\s*(?:left|right|top|bottom|width|height)\s*:"
    )
    assert not re.findall(physical + r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)", css)
    assert css.lstrip().startswith("@layer")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_small(script: Path) -> None:
    assert len(script.read_text("utf-8").splitlines()) <= 100


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_fit_on_a_few_screens(template: Path) -> None:
    assert len(template.read_text("utf-8").splitlines()) <= 150
