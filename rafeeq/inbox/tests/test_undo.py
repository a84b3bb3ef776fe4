"""A reply made in the page can be taken back for ten seconds: then it was never said, and nothing pretends it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rafeeq.inbox.actions import uploads
from rafeeq.inbox.actions.drafts import save_draft
from rafeeq.inbox.models import Draft, Upload
from rafeeq.inbox.rules import UNDO
from rafeeq.inbox.tests.pages import sent, shown
from rafeeq.tickets.models import Attachment, Delivery, Event, Message, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast, signed_in


def reply(cast: Cast, ticket: Ticket, text: str = "أهلًا بك", **entered: object) -> Message:
    sent(signed_in(cast.noura), f"/inbox/{ticket.number}/replies/", text=text, **entered)
    return Message.objects.filter(direction="out").latest("pk")


def undo(message: Message, who: object) -> int:
    return signed_in(who).post(f"/inbox/{message.ticket_id}/messages/{message.pk}/withdrawal/").status_code  # type: ignore[arg-type]


def times_up(ticket: Ticket) -> None:
    Delivery.objects.filter(ticket=ticket).update(next_at=timezone.now() - timedelta(seconds=1))


def test_it_waits_ten_seconds_and_the_page_offers_the_way_back(cast: Cast) -> None:
    ticket = make.ticket()
    message = reply(cast, ticket)
    waits = Delivery.objects.get().next_at - message.at
    assert waits == UNDO
    page = f"/inbox/{ticket.number}/"
    assert "withdrawal/" in shown(signed_in(cast.noura), page)
    assert "withdrawal/" not in shown(signed_in(cast.khaled), page), "only who wrote it takes it back"
    times_up(ticket)
    assert "withdrawal/" not in shown(signed_in(cast.noura), page)


def test_taken_back_it_is_a_draft_with_its_files_and_was_never_said(cast: Cast) -> None:
    ticket = make.ticket()
    before = make.fresh(ticket)
    message = reply(cast, ticket, attachments=[make_upload()])
    assert undo(message, cast.noura) == 302
    now = make.fresh(ticket)
    assert (now.status, now.waiting_since, now.first_reply_at) == (before.status, before.waiting_since, None)
    assert (now.preview, now.message_count) == (before.preview, before.message_count)
    assert not Message.objects.filter(direction="out").exists()
    assert not Delivery.objects.exists()
    assert not Attachment.objects.exists()
    assert Draft.objects.get().text == "أهلًا بك"
    assert [(row.name, row.is_whole) for row in Upload.objects.all()] == [("إيصال.png", True)]
    kinds = list(Event.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["ticket.assigned", "message.withdrawn"] or kinds[-1] == "message.withdrawn"
    assert verify_ledger() == []
    page = shown(signed_in(cast.noura, "en"), f"/inbox/{ticket.number}/")
    assert "took back a reply before it left" in page
    key = Upload.objects.get().key
    sent(signed_in(cast.noura), f"/inbox/{ticket.number}/replies/", text="أصح", upload=[key])
    assert Attachment.objects.get().size == len(make.PNG)


def make_upload() -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("إيصال.png", make.PNG, "image/png")


def test_what_was_begun_meanwhile_is_not_overwritten(cast: Cast) -> None:
    ticket = make.ticket()
    message = reply(cast, ticket, "الأول")
    save_draft(cast.noura, ticket, "reply", text="الثاني", version=0)
    undo(message, cast.noura)
    assert Draft.objects.get().text == "الأول\n\nالثاني"


def test_nobody_else_and_not_too_late(cast: Cast) -> None:
    ticket = make.ticket()
    message = reply(cast, ticket)
    assert undo(message, cast.khaled) == 404
    times_up(ticket)
    assert undo(message, cast.noura) == 302
    assert Message.objects.filter(pk=message.pk).exists()
    assert "متأخر" in shown(signed_in(cast.noura), f"/inbox/{ticket.number}/") or Delivery.objects.exists()
    Delivery.objects.update(state="sending", next_at=timezone.now() + timedelta(minutes=5))
    undo(message, cast.noura)
    assert Message.objects.filter(pk=message.pk).exists(), "what is being sent cannot be taken back"


def test_the_customer_sees_nothing_that_may_still_be_taken_back(cast: Cast) -> None:
    from rafeeq.flows.links import link_for

    ticket = make.ticket()
    reply(cast, ticket, "كلام قد يُسحب")
    own = "/t/" + link_for(ticket, cast.sara_email.pk).rpartition("/t/")[2]
    client = signed_in(cast.noura)
    client.logout()
    assert "كلام قد يُسحب" not in shown(client, own)
    times_up(ticket)
    assert "كلام قد يُسحب" in shown(client, own)


def test_a_word_of_the_customer_in_between_stays(cast: Cast) -> None:
    ticket = make.ticket()
    waiting = make.fresh(ticket).waiting_since
    message = reply(cast, ticket)
    make.customer_says(ticket, "أين أنتم؟")
    undo(message, cast.noura)
    now = make.fresh(ticket)
    assert (now.status, now.waiting_since, now.first_reply_at) == ("open", waiting, None)
    assert now.preview == "أين أنتم؟"


def test_a_reply_without_an_address_has_nothing_to_undo(cast: Cast) -> None:
    ticket = make.ticket(sender="+966551234567", channel="phone")
    message = reply(cast, ticket)
    assert undo(message, cast.noura) == 302
    assert Message.objects.filter(pk=message.pk).exists()


@pytest.mark.parametrize(
    ("then", "status", "waits"), [("wait", "waiting", False), ("work", "open", True), ("", "waiting", False)]
)
def test_where_the_ball_lies_after_a_reply(cast: Cast, then: str, status: str, waits: bool) -> None:
    ticket = make.ticket()
    message = reply(cast, ticket, then=then)
    now = make.fresh(ticket)
    assert (now.status, now.waiting_since is not None, now.first_reply_at) == (status, waits, message.at)
    undo(message, cast.noura)
    assert make.fresh(ticket).status == "new"


def test_the_api_is_not_held_back(cast: Cast) -> None:
    make.replied(make.ticket(), cast.noura)
    assert Delivery.objects.get().next_at <= timezone.now()


def test_what_is_merged_in_between_is_taken_back_all_the_same_and_what_was_being_written_goes_along(cast: Cast) -> None:
    ticket, into = make.ticket("الأمر نفسه"), make.ticket("وصلت أولًا")
    waiting = make.fresh(ticket).waiting_since
    make.replied(into, cast.khaled)
    message = reply(cast, ticket, "كلام يُسحب")
    save_draft(cast.noura, ticket, "note", text="ملاحظة لم تكتمل", version=0)
    save_draft(cast.khaled, ticket, "reply", text="وهذا أيضًا", version=0)
    save_draft(cast.khaled, into, "reply", text="بدأت هنا", version=0)
    file = uploads.begin(cast.noura, ticket, "note", name="إيصال.png", content_type="image/png", size=4)
    sent(signed_in(cast.noura), f"/inbox/{ticket.number}/merge/", into=into.number)

    assert undo(message, cast.khaled) == 404
    assert undo(message, cast.noura) == 302
    now = make.fresh(into)
    assert (now.status, now.waiting_since) == ("open", waiting), "the customer has been waiting all along"
    assert not Message.objects.filter(pk=message.pk).exists()
    drafts = {(row.user, row.kind): row.text for row in Draft.objects.filter(ticket=into)}
    assert drafts == {
        (cast.noura, "reply"): "كلام يُسحب", (cast.noura, "note"): "ملاحظة لم تكتمل",
        (cast.khaled, "reply"): "بدأت هنا\n\nوهذا أيضًا",
    }  # fmt: skip
    assert not Draft.objects.filter(ticket=ticket).exists()
    piece = signed_in(cast.noura).put(
        f"/inbox/{ticket.number}/uploads/{file.key}/",
        b"abcd",
        "application/octet-stream",
        headers={"Upload-Offset": "0"},
    )
    assert piece.status_code < 300, "a file that was on its way arrives"
    assert Upload.objects.get(pk=file.pk).ticket_id == into.number
    counted = now.message_count
    sent(signed_in(cast.noura), f"/inbox/{into.number}/merge/undo/", ticket=ticket.number)
    assert make.fresh(into).message_count + make.fresh(ticket).message_count == counted
    assert verify_ledger() == []
