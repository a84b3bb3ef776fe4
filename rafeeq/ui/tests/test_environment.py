import pytest
from django.contrib.messages.storage.base import Message
from django.test import RequestFactory
from django.utils import translation
from jinja2 import DictLoader, FileSystemLoader, UndefinedError
from markupsafe import Markup

from rafeeq.ui import choices
from rafeeq.ui.environment import environment, page_context
from rafeeq.ui.tests import kitchen


def say(source: str, **known: object) -> str:
    return environment(loader=DictLoader({"page": source})).get_template("page").render(known)


def test_what_a_customer_wrote_is_never_markup() -> None:
    assert say("{{ text }}", text=kitchen.HOSTILE) == (
        "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &#34;اقتباس&#34;"
    )
    shown = say('{{ gettext("Hello %(name)s", name=name) }}', name="<b>")
    assert shown == "Hello &lt;b&gt;"


def test_a_name_that_is_not_there_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        say("{{ tickte }}")
    with pytest.raises(UndefinedError):
        say("{% if tickte %}yes{% endif %}")


def test_counted_sentences_choose_the_form_by_the_number_and_show_it_in_the_readers_digits() -> None:
    text = '{{ ngettext("One entry needs a correction.", "%(num)s entries need a correction.", count) }}'
    with choices.using(choices.make(language="en", digits="arab")):
        assert say(text, count=1) == "One entry needs a correction."
        assert say(text, count=1200) == "١٬٢٠٠ entries need a correction."


def test_a_section_that_is_not_installed_has_no_address() -> None:
    assert say("{{ link('ui:language') }}|{{ link('no:such-page') }}") == "/language/|"
    assert say("{{ url('ui:theme') }}") == "/theme/"


def test_the_parts_are_there_without_an_import_and_a_wrong_name_says_so() -> None:
    with translation.override("en"):
        env = kitchen.pages()
        assert "Declined" in env.from_string("{{ parts.outcome('declined') }}").render()
        assert "(optional)" in env.from_string("{{ parts.field(form['text']) }}").render(kitchen.content())
        with pytest.raises(UndefinedError, match="buton"):
            env.from_string("{{ parts.buton('x') }}").render()


def test_the_page_knows_the_way_back_and_whether_the_language_is_settled() -> None:
    request = RequestFactory().get("/help/", {"q": "فاتورة"})
    known = page_context(request)
    assert (known["flashes"], known["path"]) == ([], "/help/?q=%D9%81%D8%A7%D8%AA%D9%88%D8%B1%D8%A9")
    assert not known["language_is_settled"]
    request.user = type("Person", (), {"language": "ar"})()
    assert page_context(request)["language_is_settled"]


def test_flashes_are_escaped() -> None:
    html = kitchen.pages().from_string("{{ parts.flashes(all) }}").render(all=[Message(40, "<b>", "")])
    assert "&lt;b&gt;" in html
    assert 'class="flash error"' in html


def test_nothing_that_a_template_calls_wants_its_context_for_it_would_not_get_it() -> None:
    for name, known in kitchen.pages().globals.items():
        assert getattr(known, "jinja_pass_arg", None) is None, name


def test_the_same_letters_are_one_part_as_words_and_another_as_markup() -> None:
    env = environment(loader=FileSystemLoader(kitchen.UI / "templates"), auto_reload=False)
    page = env.from_string("{{ parts.pill(text) }}")
    for _again in range(2):
        assert "&lt;b&gt;" in page.render(text="<b>")
        assert "<b>" in page.render(text=Markup("<b>"))


def test_what_is_kept_of_a_page_is_kept_for_its_reader() -> None:
    env = environment(
        loader=DictLoader({"piece": "{{ gettext('Requests') }} {{ count|digits }} {{ mark }}"}), auto_reload=False
    )
    page = env.from_string("{{ same('piece', mark=mark, count=12) }}")
    readers = [choices.make(language="en"), choices.make(language="ar"), choices.make(language="en", digits="arab")]
    said = []
    for reader in readers * 2:
        with choices.using(reader):
            said.append(page.render(mark="<b>"))
    assert len(set(said)) == 3
    assert said[:3] == said[3:]
    assert said[0] == "Requests 12 &lt;b&gt;"


def test_all_forms_of_a_page_carry_one_mark_against_forgery() -> None:
    known = page_context(RequestFactory().get("/help/"))
    page = environment(loader=DictLoader({})).from_string("{{ csrf_input }}|{{ csrf_input }}|{{ csrf_token }}")
    first, second, mark = page.render(known).split("|")
    assert first == second == f'<input type="hidden" name="csrfmiddlewaretoken" value="{mark}">'
