"""What people do to a ticket: each door does it once, says so, and gives back what was typed when it cannot."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rafeeq.inbox.tests.pages import once_in, returned, sent, shown
from rafeeq.tickets import forms as tickets_forms
from rafeeq.tickets.models import Attachment, Claim, Decision, Delivery, HandOver, Message, Note, Ticket
from tests import make
from tests.cast import Cast, signed_in


def at(ticket: Ticket, door: str = "") -> str:
    return f"/inbox/{ticket.number}/{door}"


def upload(name: str = "إيصال.png", content: bytes = make.PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


class TestReplies:
    def test_a_reply_is_on_its_way_and_takes_the_ticket(self, cast: Cast) -> None:
        ticket = make.ticket()
        page = sent(
            signed_in(cast.noura), at(ticket, "replies/"), text="أهلًا بك", attachments=[upload(), upload("ب.png")]
        )
        assert "أهلًا بك" in page
        assert Delivery.objects.get(ticket=ticket).recipient == "sara@example.com"
        assert make.fresh(ticket).assignee_id == cast.noura.pk
        assert set(Attachment.objects.values_list("name", flat=True)) == {"إيصال.png", "ب.png"}

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_an_empty_one_is_refused_in_words(self, cast: Cast, language: str) -> None:
        ticket = make.ticket()
        page = returned(signed_in(cast.noura, language), at(ticket, "replies/"), text=" \n ")
        assert "form-errors" in page
        assert ("A reply needs words or a file." in page) == (language == "en")
        assert not Message.objects.filter(direction="out").exists()

    def test_a_file_alone_is_a_reply(self, cast: Cast) -> None:
        ticket = make.ticket()
        sent(signed_in(cast.noura), at(ticket, "replies/"), text="", attachments=[upload()])
        assert Message.objects.filter(direction="out").count() == 1

    def test_sent_twice_it_leaves_once(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        mark = once_in(shown(client, at(ticket)), "reply")
        for _click in range(2):
            sent(client, at(ticket, "replies/"), text="مرة واحدة", once=mark)
        assert Delivery.objects.filter(ticket=ticket).count() == 1

    def test_other_words_in_the_same_form_are_another_reply(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        mark = once_in(shown(client, at(ticket)), "reply")
        for text in ("الأول", "الثاني"):
            sent(client, at(ticket, "replies/"), text=text, once=mark)
        assert Delivery.objects.filter(ticket=ticket).count() == 2

    def test_each_page_has_a_mark_of_its_own(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        marks = {once_in(shown(client, at(ticket)), form) for form in ("reply", "note", "log") for _page in range(2)}
        assert len(marks) == 6

    def test_one_persons_mark_does_not_silence_another(self, cast: Cast) -> None:
        ticket = make.ticket()
        for who in (cast.noura, cast.khaled):
            sent(signed_in(who), at(ticket, "replies/"), text="أهلًا", once="same")
        assert Delivery.objects.filter(ticket=ticket).count() == 2

    def test_too_large_a_file_is_refused_and_nothing_typed_is_lost(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tickets_forms, "MEGABYTES", 0)
        ticket = make.ticket()
        page = returned(signed_in(cast.noura), at(ticket, "replies/"), text="كتبت كثيرًا", attachments=[upload()])
        assert "كتبت كثيرًا" in page
        assert "إيصال.png" in page
        assert not Delivery.objects.exists()

    def test_too_many_files_are_refused(self, cast: Cast) -> None:
        ticket = make.ticket()
        files = [upload(f"{number}.png") for number in range(tickets_forms.FILES + 1)]
        page = returned(signed_in(cast.noura, "en"), at(ticket, "replies/"), text="كتبت", attachments=files)
        assert "No more than" in page
        assert "كتبت" in page

    def test_it_must_come_from_our_own_page(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        client.handler.enforce_csrf_checks = True
        assert client.post(at(ticket, "replies/"), {"text": "من موقع آخر"}).status_code == 403


def test_a_note_is_kept_and_nothing_leaves(cast: Cast) -> None:
    ticket = make.ticket()
    sent(signed_in(cast.noura), at(ticket, "notes/"), text="بيننا", attachments=[upload()])
    assert Note.objects.get().attachments.count() == 1
    assert not Delivery.objects.exists()
    assert not Message.objects.filter(text="بيننا").exists()


def test_what_was_said_at_the_counter_is_the_customers_word(cast: Cast) -> None:
    ticket = make.ticket()
    sent(signed_in(cast.noura), at(ticket, "log/"), text="جاءت إلى الفرع", channel="counter")
    said = Message.objects.get(text="جاءت إلى الفرع")
    assert (said.direction, said.channel, said.user, said.customer) == ("in", "counter", cast.noura, cast.sara)


def test_whose_session_has_ended_is_told_and_led_back_to_the_ticket(cast: Cast, client: Client) -> None:
    ticket = make.ticket()
    answer = client.post(at(ticket, "replies/"), {"text": "كتبت كثيرًا"})
    assert answer["Location"] == f"/sign-in/?next={at(ticket)}"
    assert "لم يُرسل شيء" in shown(client, answer["Location"])
    assert not Message.objects.filter(direction="out").exists()


class TestClaimAndVerdict:
    def test_the_customer_is_asked(self, cast: Cast) -> None:
        ticket, cause = make.ticket(), make.reason()
        sent(signed_in(cast.noura), at(ticket, "resolution/"), what_was_done="أُعيد المبلغ", cause=cause.pk)
        claim = Claim.objects.get()
        assert (claim.what_was_done, claim.cause, make.fresh(ticket).outcome) == ("أُعيد المبلغ", cause, "claimed")
        assert Delivery.objects.get().purpose == "question"

    def test_a_claim_without_words_is_refused(self, cast: Cast) -> None:
        ticket = make.ticket()
        page = returned(signed_in(cast.noura), at(ticket, "resolution/"), what_was_done="  ")
        assert 'id="door-resolution" popover' not in page
        assert make.fresh(ticket).outcome == "open"

    @pytest.mark.parametrize(("verdict", "outcome"), [("yes", "confirmed"), ("partly", "partly"), ("no", "disputed")])
    def test_a_colleague_records_the_customers_word(self, cast: Cast, verdict: str, outcome: str) -> None:
        ticket = make.ticket()
        make.claimed(ticket, cast.noura)
        sent(signed_in(cast.khaled), at(ticket, "verdict/"), verdict=verdict, source="phone", comment="قالت ذلك")
        assert make.fresh(ticket).outcome == outcome

    def test_who_claimed_is_not_offered_the_form_and_refused_without_it(self, cast: Cast) -> None:
        ticket = make.ticket()
        make.claimed(ticket, cast.noura)
        assert "doors/verdict/" not in shown(signed_in(cast.noura), at(ticket))
        assert "doors/verdict/" in shown(signed_in(cast.khaled), at(ticket))
        page = returned(
            signed_in(cast.noura), at(ticket, "verdict/"), verdict="yes", source="phone", comment="قالت نعم"
        )
        assert "قالت نعم" in page
        assert make.fresh(ticket).outcome == "claimed"

    def test_nothing_to_judge_is_said(self, cast: Cast) -> None:
        page = returned(signed_in(cast.khaled, "en"), at(make.ticket(), "verdict/"), verdict="yes", source="phone")
        assert "There is nothing to confirm" in page

    def test_the_customers_own_link_is_not_a_source_that_staff_can_name(self, cast: Cast) -> None:
        ticket = make.ticket()
        make.claimed(ticket, cast.noura)
        returned(signed_in(cast.khaled), at(ticket, "verdict/"), verdict="yes", source="link")
        assert make.fresh(ticket).outcome == "claimed"


class TestDecision:
    why = {"why": "انتهت المدة", "rule": "المادة الرابعة", "appeal": "لجنة الاعتراضات"}

    def test_a_supervisor_declines_and_the_customer_is_told(self, cast: Cast) -> None:
        ticket = make.ticket()
        page = sent(signed_in(cast.khaled), at(ticket, "decision/"), **self.why)
        assert all(words in page for words in self.why.values())
        assert make.fresh(ticket).outcome == "declined"
        assert Delivery.objects.get().purpose == "decision"

    def test_an_agent_may_not_and_loses_nothing(self, cast: Cast) -> None:
        ticket = make.ticket()
        assert "door-decision" not in shown(signed_in(cast.noura), at(ticket))
        page = returned(signed_in(cast.noura), at(ticket, "decision/"), **self.why)
        assert all(words in page for words in self.why.values())
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("missing", ["why", "rule", "appeal"])
    def test_each_part_is_needed(self, cast: Cast, missing: str) -> None:
        returned(signed_in(cast.khaled), at(make.ticket(), "decision/"), **(self.why | {missing: " "}))
        assert not Decision.objects.exists()


class TestHands:
    def test_assignment_inside_the_team_and_back_to_nobody(self, cast: Cast) -> None:
        ticket = make.ticket()
        client = signed_in(cast.noura)
        sent(client, at(ticket, "assignment/"), to=cast.khaled.pk)
        assert make.fresh(ticket).assignee == cast.khaled
        sent(client, at(ticket, "assignment/"), to="")
        assert make.fresh(ticket).assignee is None

    @pytest.mark.parametrize("who", ["fahd", "badr", "layla"])
    def test_not_to_somebody_outside(self, cast: Cast, who: str) -> None:
        ticket = make.ticket()
        returned(signed_in(cast.noura), at(ticket, "assignment/"), to=cast.staff()[who].pk)
        assert make.fresh(ticket).assignee is None

    packet = {"restatement": "تريد استرداد المبلغ", "done": "تأكدنا", "missing": "الصلاحية", "promised": "رد غدًا"}

    def test_a_hand_over_carries_its_packet_and_is_accepted(self, cast: Cast) -> None:
        ticket = make.ticket()
        page = sent(signed_in(cast.noura), at(ticket, "hand-over/"), to=f"{cast.billing.pk}", **self.packet)
        assert all(words in page for words in self.packet.values())
        layla = signed_in(cast.layla)
        assert f'action="{at(ticket, "hand-over/acceptance/")}"' in shown(layla, at(ticket))
        assert f'action="{at(ticket, "hand-over/acceptance/")}"' not in page
        sent(layla, at(ticket, "hand-over/acceptance/"))
        now = make.fresh(ticket)
        assert (now.team, now.assignee, now.hand_over_count) == (cast.billing, cast.layla, 1)

    def test_to_one_person(self, cast: Cast) -> None:
        ticket = make.ticket()
        sent(signed_in(cast.noura), at(ticket, "hand-over/"), to=f"{cast.billing.pk}-{cast.layla.pk}", **self.packet)
        assert HandOver.objects.get().to_agent == cast.layla

    def test_without_a_restatement_it_comes_back_with_the_rest(self, cast: Cast) -> None:
        ticket = make.ticket()
        entered: dict[str, Any] = {**self.packet, "restatement": "", "to": f"{cast.billing.pk}"}
        page = returned(signed_in(cast.noura), at(ticket, "hand-over/"), **entered)
        assert "رد غدًا" in page
        assert not HandOver.objects.exists()

    @pytest.mark.parametrize("to", ["", "x", "999999", "1-999999"])
    def test_not_to_nowhere(self, cast: Cast, to: str) -> None:
        returned(signed_in(cast.noura), at(make.ticket(), "hand-over/"), to=to, **self.packet)
        assert not HandOver.objects.exists()

    def test_what_nobody_offered_cannot_be_accepted(self, cast: Cast) -> None:
        ticket = make.ticket()
        page = sent(signed_in(cast.noura, "en"), at(ticket, "hand-over/acceptance/"))
        assert "not being offered to you" in page
        assert make.fresh(ticket).assignee is None

    def test_who_gives_it_out_of_sight_is_led_to_the_list(self, cast: Cast) -> None:
        ticket = make.ticket()
        make.assigned(ticket, cast.noura, cast.noura)
        Ticket.objects.filter(pk=ticket.pk).update(team=cast.billing)
        answer = signed_in(cast.noura).post(at(ticket, "assignment/"), {"to": ""})
        assert answer["Location"] == "/inbox/"


class TestFacts:
    @pytest.mark.parametrize(("door", "value"), [("kind", "request"), ("priority", "urgent")])
    def test_choices_are_kept(self, cast: Cast, door: str, value: str) -> None:
        ticket = make.ticket()
        sent(signed_in(cast.noura), at(ticket, f"{door}/"), **{door: value})
        assert getattr(make.fresh(ticket), door) == value
        returned(signed_in(cast.noura), at(ticket, f"{door}/"), **{door: "nonsense"})
        assert getattr(make.fresh(ticket), door) == value

    def test_a_complaint_stays_a_complaint(self, cast: Cast) -> None:
        ticket = make.ticket(kind="complaint")
        for who in (cast.noura, cast.aziz, cast.salman):
            returned(signed_in(who), at(ticket, "kind/"), kind="inquiry")
        assert make.fresh(ticket).kind == "complaint"

    def test_reason_set_and_taken_back(self, cast: Cast) -> None:
        ticket, reason = make.ticket(), make.reason()
        client = signed_in(cast.noura)
        sent(client, at(ticket, "reason/"), reason=reason.pk)
        assert make.fresh(ticket).reason == reason
        sent(client, at(ticket, "reason/"), reason="")
        assert make.fresh(ticket).reason is None

    def test_tags(self, cast: Cast) -> None:
        ticket = make.ticket()
        page = sent(signed_in(cast.noura), at(ticket, "tags/"), tags="استرداد، بوابة الدفع")
        assert set(ticket.tags.values_list("name", flat=True)) == {"استرداد", "بوابة الدفع"}
        assert "بوابة الدفع" in page


def test_an_ended_ticket_that_came_back_can_be_put_back(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
    make.customer_says(ticket, "شكرًا لكم")
    client = signed_in(cast.noura)
    assert "settlement/" in shown(client, at(ticket))
    sent(client, at(ticket, "settlement/"))
    assert (make.fresh(ticket).status, make.fresh(ticket).outcome) == ("closed", "confirmed")


def test_an_open_ticket_cannot_be_put_away(cast: Cast) -> None:
    ticket = make.ticket()
    page = sent(signed_in(cast.noura, "en"), at(ticket, "settlement/"))
    assert "has not ended" in page
    assert make.fresh(ticket).status != "closed"


class TestNew:
    entered = {
        "customer": "أم عبدالله",
        "address": "0501234567",
        "channel": "phone",
        "kind": "complaint",
        "subject": "تأخر التركيب",
        "text": "تنتظر الفني منذ الأحد.",
    }

    def test_what_a_customer_tells_by_phone_becomes_a_request(self, cast: Cast) -> None:
        page = sent(signed_in(cast.noura), "/inbox/new/", team=cast.desk.pk, **self.entered)
        ticket = Ticket.objects.get()
        assert (ticket.subject, ticket.kind, ticket.channel, ticket.assignee) == (
            "تأخر التركيب", "complaint", "phone", cast.noura,
        )  # fmt: skip
        assert ticket.customer.name == "أم عبدالله"
        assert "+966501234567" in ticket.customer.addresses.get().value
        assert "تنتظر الفني منذ الأحد." in page

    def test_a_known_customer_is_recognised(self, cast: Cast) -> None:
        sent(
            signed_in(cast.noura), "/inbox/new/", team=cast.desk.pk, **(self.entered | {"address": "sara@example.com"})
        )
        assert Ticket.objects.get().customer == cast.sara

    def test_a_double_click_opens_one(self, cast: Cast) -> None:
        client = signed_in(cast.noura)
        mark = once_in(shown(client, "/inbox/new/"), "new")
        for _click in range(2):
            sent(client, "/inbox/new/", team=cast.desk.pk, once=mark, **self.entered)
        assert Ticket.objects.count() == 1

    def test_a_bad_address_comes_back_with_everything_typed(self, cast: Cast) -> None:
        page = returned(signed_in(cast.noura), "/inbox/new/", team=cast.desk.pk, **(self.entered | {"address": "؟"}))
        assert "تنتظر الفني منذ الأحد." in page
        assert not Ticket.objects.exists()

    def test_nobody_opens_one_for_a_team_they_do_not_see(self, cast: Cast) -> None:
        returned(signed_in(cast.fahd), "/inbox/new/", team=cast.desk.pk, **self.entered)
        assert not Ticket.objects.exists()
