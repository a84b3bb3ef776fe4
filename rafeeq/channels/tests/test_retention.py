"""Raw mails go after their time, and nothing else with them."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.retention import forget_raw
from rafeeq.system import preferences
from rafeeq.system.actions import change_preferences
from tests import make
from tests.cast import Cast, signed_in
from tests.letters import letter


def test_the_raw_mail_of_an_old_request_goes(cast: Cast) -> None:
    raw = letter()
    row = receive_raw(raw)
    assert row.ticket is not None
    ticket = make.fresh(row.ticket)
    make.claimed(ticket, cast.noura)
    make.judged(ticket, "yes")
    make.at(ticket, timezone.now() - timedelta(days=100))
    change_preferences({preferences.RAW_MONTHS.key: 3}, by=cast.salman, role="admin")
    assert forget_raw() == 1
    assert not default_storage.exists(row.stored)
    message = ticket.messages.get(direction="in")
    assert message.text
    client, where = signed_in(cast.noura, "en"), f"/originals/{message.pk}/"
    answer = client.get(where)
    assert answer.status_code == 410
    assert "was deleted when the time was over" in answer.content.decode()
    assert f'href="/inbox/{ticket.number}/"' in answer.content.decode()
    page = client.get(f"/inbox/{ticket.number}/").content.decode()
    assert where not in page, "no dead link"
    assert "The original mail was deleted" in page
    assert "deleted" not in signed_in(cast.fahd, "en").get(where).content.decode()
    assert signed_in(cast.fahd).get(where).status_code == 404
    again = receive_raw(raw)
    assert again.pk == row.pk, "it is still recognised"
