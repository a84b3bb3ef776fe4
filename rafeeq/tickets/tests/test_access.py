"""Who sees which tickets: decided in one place."""

from rafeeq.tickets.queries import attachment_for, visible_to
from tests import make
from tests.cast import Cast


def test_each_role_sees_what_it_reaches(cast: Cast) -> None:
    ours = make.ticket()
    billing = make.ticket(sender="b@example.com", team=cast.billing)
    jeddah = make.ticket(sender="c@example.com", team=cast.jeddah_desk)
    seen = {name: {ticket.number for ticket in visible_to(person)} for name, person in cast.staff().items()}
    everything = {ours.number, billing.number, jeddah.number}
    assert seen == {
        "noura": {ours.number},
        "layla": {billing.number},
        "khaled": {ours.number, billing.number},
        "huda": everything,
        "aziz": everything,
        "salman": everything,
        "majed": set(),
        "reem": set(),
        "fahd": {jeddah.number},
        "badr": set(),
    }


def test_what_is_given_or_offered_to_me_is_mine_to_see(cast: Cast) -> None:
    ticket = make.ticket()
    assert not visible_to(cast.layla).exists()
    make.handed_over(ticket, cast.noura, team=cast.billing)
    assert visible_to(cast.layla).get().number == ticket.number
    assert visible_to(cast.noura).get().number == ticket.number
    other = make.ticket(sender="b@example.com")
    make.handed_over(other, cast.noura, agent=cast.fahd)
    assert visible_to(cast.fahd).get().number == other.number


def test_files_follow_their_ticket(cast: Cast) -> None:
    ticket = make.ticket(files=(make.file(),))
    note = make.noted(ticket, cast.noura, files=(make.file("سري.png"),))
    of_message = ticket.messages.get().attachments.get()
    of_note = note.attachments.get()
    for file in (of_message, of_note):
        assert attachment_for(cast.noura, file.pk) == file
        assert attachment_for(cast.fahd, file.pk) is None
        assert attachment_for(cast.badr, file.pk) is None
