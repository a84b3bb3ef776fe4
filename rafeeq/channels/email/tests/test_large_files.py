"""What no mail server takes does not hold the reply back: the file lies on the request's page, and the mail says so."""

import pytest

from rafeeq.channels.email import channel
from rafeeq.tickets.models import Delivery
from tests import make
from tests.cast import Cast


def test_a_file_that_is_too_large_stays_on_the_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "CARRIED", 100)
    small, large = make.file("إيصال.png"), make.file("عقد.bin", b"\x01" * 200, "application/octet-stream")
    make.replied(make.ticket(), cast.noura, files=(large, small))
    row = Delivery.objects.get()
    assert row.message is not None
    carried, left = channel._carried(row.message)
    assert ([file.name for file in carried], [file.name for file in left]) == (["إيصال.png"], ["عقد.bin"])
    text = channel._text(row, "https://help.example/t/secret/")
    assert "عقد.bin" in text
    assert "إيصال.png" not in text
    assert "\nhttps://help.example/t/secret/\n" in text, "the link stands alone on its line"
