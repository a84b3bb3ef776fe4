import pytest
from markupsafe import Markup

from rafeeq.ui.names import initials, ltr


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("سارة المطيري", "س م"),
        ("عبدالله بن محمد آل سعود", "ع س"),
        ("نورة", "ن"),
        ("Sara Al-Mutairi", "S M"),
        ("sara@example.com", "S E"),
        ("  ", "?"),
        ("…", "?"),
        ("ال", "ا"),
        ("al-", "A"),
    ],
)
def test_initials_are_those_people_would_use(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_code_is_isolated_and_harmless() -> None:
    assert ltr("R-10482") == Markup('<bdi dir="ltr">R-10482</bdi>')
    assert ltr("<b>") == Markup('<bdi dir="ltr">&lt;b&gt;</bdi>')
