import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from rafeeq.ui.views import language, manifest, theme


def post(view: Callable[[HttpRequest], HttpResponse], **data: str) -> HttpResponse:
    return view(RequestFactory().post("/", data))


def test_choosing_a_language_keeps_it_and_goes_back() -> None:
    response = post(language, language="en", next="/help/?q=a")
    assert (response.status_code, response["Location"]) == (302, "/help/?q=a")
    cookie = response.cookies["rafeeq_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")


def test_choosing_a_theme_keeps_it_and_an_empty_one_forgets_it() -> None:
    assert post(theme, theme="dark").cookies["rafeeq_theme"].value == "dark"
    assert post(theme, theme="").cookies["rafeeq_theme"]["max-age"] == 0


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_away_from_us(target: str) -> None:
    assert post(language, language="ar", next=target)["Location"] == "/"


def test_an_iphone_finds_what_it_needs_to_keep_us_on_its_first_screen() -> None:
    response = manifest(RequestFactory().get("/manifest.webmanifest"))
    assert response["Content-Type"] == "application/manifest+json"
    told = json.loads(response.content)
    assert (told["display"], told["dir"], told["start_url"]) == ("standalone", "rtl", "/")
    for size in (180, 192, 512):
        head = (Path(settings.CODE) / f"ui/static/ui/icon-{size}.png").read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert struct.unpack(">II", head[16:]) == (size, size)


def test_what_does_not_exist_cannot_be_chosen() -> None:
    assert post(language, language="xx").status_code == 400
    assert post(theme, theme="pink").status_code == 400
    assert "rafeeq_language" not in post(language, language="xx").cookies


def test_reading_a_page_chooses_nothing() -> None:
    assert language(RequestFactory().get("/?language=en")).status_code == 405
    assert theme(RequestFactory().get("/?theme=dark")).status_code == 405
