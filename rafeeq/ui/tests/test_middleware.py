from types import SimpleNamespace

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from rafeeq.ui.middleware import Answer, ContentSecurityPolicy, Language, policy


def answer(middleware: type[ContentSecurityPolicy | Language], view: Answer, **attributes: object) -> HttpResponse:
    request = RequestFactory().get("/")
    vars(request).update(attributes)
    return middleware(view)(request)


def test_a_browser_may_load_only_from_us_and_run_nothing_written_into_the_page() -> None:
    response = answer(ContentSecurityPolicy, lambda request: HttpResponse())
    directives = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert directives["default-src"] == "'self'"
    assert not {"script-src", "style-src"} & set(directives)
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert "camera=()" in response["Permissions-Policy"]


def test_a_view_may_say_otherwise() -> None:
    changed = policy({"frame-ancestors": "*"})
    response = answer(ContentSecurityPolicy, lambda request: HttpResponse(headers={"Content-Security-Policy": changed}))
    assert response["Content-Security-Policy"] == changed
    assert "frame-ancestors *" in changed
    assert "default-src 'self'" in changed


def test_the_page_is_written_in_the_visitors_language_and_says_so() -> None:
    english = SimpleNamespace(language="en")
    response = answer(Language, lambda request: HttpResponse(translation.get_language()), user=english)
    assert response.content == b"en"
    assert response["Content-Language"] == "en"
    assert "Cookie" in response["Vary"]


def test_one_visitors_language_does_not_stay_for_the_next() -> None:
    with translation.override("ar"):
        answer(Language, lambda request: HttpResponse(), user=SimpleNamespace(language="en"))
        assert translation.get_language() == "ar"
