import pytest
from django.test import RequestFactory

from rafeeq.ui.pages import block


def test_a_block_of_a_page_comes_alone_with_the_parts_in_it() -> None:
    response = block(RequestFactory().get("/"), "404.html", "main")
    text = response.content.decode()
    assert "<h1>" in text
    assert "<html" not in text


def test_a_block_that_the_page_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        block(RequestFactory().get("/"), "404.html", "sidebar")
