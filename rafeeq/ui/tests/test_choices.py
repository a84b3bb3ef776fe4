from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from rafeeq.ui import choices

SAUDI_HIJRI = SimpleNamespace(language="ar", digits="latn", calendar="hijri", time_zone="Africa/Cairo", theme="dark")


def visit(path: str = "/", *, user: object = None, method: str = "get", **cookies: str) -> choices.Choices:
    request = getattr(RequestFactory(), method)(path)
    request.user = user or SimpleNamespace()
    request.COOKIES.update(cookies)
    return choices.of(request)


def test_a_stranger_gets_the_language_of_the_installation_with_its_digits(settings: Any) -> None:
    settings.LANGUAGE_CODE, settings.TIME_ZONE = "ar", "Asia/Riyadh"
    assert visit() == choices.Choices("ar", "arab", "gregorian", "Asia/Riyadh", "")


def test_the_account_comes_before_the_cookie_and_the_cookie_before_the_installation() -> None:
    assert visit(rafeeq_language="en").language == "en"
    assert visit(user=SimpleNamespace(language="ar"), rafeeq_language="en").language == "ar"
    assert visit(user=SAUDI_HIJRI) == choices.Choices("ar", "latn", "hijri", "Africa/Cairo", "dark")


def test_the_address_may_ask_for_a_language_for_one_reading_only() -> None:
    assert visit("/?lang=en", user=SAUDI_HIJRI).language == "en"
    assert visit("/?lang=en", method="post").language == "ar"


@pytest.mark.parametrize("nonsense", ["", "xx", "../../etc/passwd", "Asia", None, 7])
def test_nonsense_in_account_cookie_or_address_becomes_the_default(nonsense: object) -> None:
    user = SimpleNamespace(language=nonsense, digits=nonsense, calendar=nonsense, time_zone=nonsense, theme=nonsense)
    assert visit(f"/?lang={nonsense}", user=user, rafeeq_language=str(nonsense)) == visit()


def test_english_reads_latin_digits_unless_the_person_says_otherwise() -> None:
    assert choices.make(language="en").digits == "latn"
    assert choices.make(language="en", digits="arab").digits == "arab"
    assert choices.make(language="en").direction == "ltr"
    assert choices.make(language="ar").direction == "rtl"


def test_using_holds_inside_and_puts_everything_back() -> None:
    with translation.override("ar"):
        before = choices.current()
        with choices.using(choices.make(language="en", calendar="hijri", time_zone="Europe/London")):
            assert choices.current().language == translation.get_language() == "en"
            assert timezone.get_current_timezone_name() == "Europe/London"
        assert choices.current() == before
        assert translation.get_language() == "ar"


def test_a_mail_written_in_another_language_inside_a_page_has_that_languages_digits() -> None:
    with choices.using(choices.make(language="ar", calendar="hijri")), translation.override("en"):
        assert (choices.current().digits, choices.current().calendar) == ("latn", "hijri")
