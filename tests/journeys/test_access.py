"""Who gets where, asked of every address that the router knows: an address that stands in no table here fails.

Whoever may not see a ticket gets, at each of its addresses, exactly what a number that was never given out gets: 404.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from operator import itemgetter
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from rafeeq.api.actions import create_token
from rafeeq.channels.models import Inbound
from rafeeq.knowledge.models import ArticleUse, Edition, Macro, Step
from rafeeq.sla.actions.promises import make as make_promise
from rafeeq.sla.models import Promise
from rafeeq.staff.models import User
from rafeeq.system import spool
from rafeeq.system.storage import keep
from rafeeq.tickets.models import Attachment, InternalQuestion, Message, Referral, Ticket
from tests import make
from tests.cast import Cast, signed_in

# Who sees a ticket of the desk in Riyadh; everybody else of the cast must meet a wall.
INSIDERS = {"noura", "khaled", "huda", "aziz", "salman"}
NEVER_GIVEN_OUT = 987_654_321


@dataclass(frozen=True)
class Door:
    """How an address of one ticket is knocked at: by a browser (`pages`) or with a token (`api`)."""

    method: str = "GET"
    body: dict[str, Any] = field(default_factory=dict)
    pk: (
        type[Message | Attachment | Macro | Promise | InternalQuestion | Referral | Step | Edition | ArticleUse] | None
    ) = None


POST = Door("POST")
PACKET = {"restatement": "تريد استرداد المبلغ", "done": "", "missing": "", "promised": ""}
PAGES = {
    "inbox/<int:number>/": Door(),
    "inbox/<int:number>/customer/": Door(),
    "inbox/<int:number>/presence/": Door("POST", {"state": "reading", "page": "1"}),
    "inbox/<int:number>/replies/": Door("POST", {"text": "أهلًا"}),
    "inbox/<int:number>/notes/": Door("POST", {"text": "بيننا"}),
    "inbox/<int:number>/log/": Door("POST", {"text": "اتصلت", "channel": "phone"}),
    "inbox/<int:number>/resolution/": Door("POST", {"what_was_done": "أُعيد المبلغ"}),
    "inbox/<int:number>/procedure/": Door(),
    "inbox/<int:number>/procedure/steps/<int:pk>/": Door("POST", {"do": "done"}, pk=Step),
    "inbox/<int:number>/calm/": POST,
    "inbox/<int:number>/abuse/": POST,
    "inbox/<int:number>/restriction/": Door("POST", {"days": "7", "why": "إساءة متكررة"}),
    "inbox/<int:number>/verdict/": Door("POST", {"verdict": "yes", "source": "phone"}),
    "inbox/<int:number>/complaint/": Door("POST", {"to": "acknowledged"}),
    "inbox/<int:number>/restatement/": Door("POST", {"text": "تريد استرداد المبلغ"}),
    "inbox/<int:number>/restatement/word/": Door("POST", {"verdict": "yes", "source": "phone"}),
    "inbox/<int:number>/expectation/": Door("POST", {"text": "أن يعود المبلغ", "source": "phone"}),
    "inbox/<int:number>/questions/": Door("POST", {"text": "أهلًا"}),
    "inbox/<int:number>/assist/": Door(),
    "inbox/<int:number>/talk/": Door(),
    "inbox/<int:number>/courtesy/": Door("POST", {"text": "هذا ليس من اختصاصنا"}),
    "inbox/<int:number>/decision/": Door("POST", {"why": "س", "rule": "ق", "appeal": "ل"}),
    "inbox/<int:number>/settlement/": POST,
    "inbox/<int:number>/links/": POST,
    "inbox/<int:number>/assignment/": POST,
    "inbox/<int:number>/hand-over/": Door("POST", PACKET),
    "inbox/<int:number>/hand-over/acceptance/": POST,
    "inbox/<int:number>/promises/": Door("POST", {"text": "نتصل بك", "due": "2020-12-20T10:00"}),
    "inbox/<int:number>/promises/offers/": Door("POST", {"text": "نرد خلال يومين"}),
    "inbox/<int:number>/promises/<int:pk>/result/": Door("POST", {"result": "أُعيد المبلغ"}, pk=Promise),
    "inbox/<int:number>/promises/<int:pk>/move/": Door("POST", {"reason": "تأخر"}, pk=Promise),
    "inbox/<int:number>/promises/<int:pk>/release/": Door("POST", {"reason": "لم تعد تريد"}, pk=Promise),
    "inbox/<int:number>/promises/<int:pk>/owner/": Door("POST", pk=Promise),
    "inbox/<int:number>/hand-over/return/": Door("POST", {"reason": "ليس لنا"}),
    "inbox/<int:number>/hand-over/approval/": POST,
    "inbox/<int:number>/hand-over/refusal/": Door("POST", {"reason": "يبقى هنا"}),
    "inbox/<int:number>/asked-inside/": Door("POST", {"to": "1", "text": "لماذا؟"}),
    "inbox/<int:number>/asked-inside/<int:pk>/withdrawal/": Door("POST", pk=InternalQuestion),
    "inbox/<int:number>/referrals/": Door("POST", {"party": "البنك", "contact": "٩٢٠", "packet": "خصم"}),
    "inbox/<int:number>/referrals/<int:pk>/day/": Door("POST", {"day": "x"}, pk=Referral),
    "inbox/<int:number>/referrals/<int:pk>/settlement/": Door("POST", pk=Referral),
    "inbox/<int:number>/remedies/": Door("POST", {"act": "exception", "why": "عميلة قديمة"}),
    "inbox/<int:number>/kind/": Door("POST", {"kind": "praise"}),
    "inbox/<int:number>/reason/": POST,
    "inbox/<int:number>/reason/hint/": Door(),
    "inbox/<int:number>/priority/": Door("POST", {"priority": "urgent"}),
    "inbox/<int:number>/tags/": Door("POST", {"tags": "وسم"}),
    "inbox/<int:number>/thread/": Door(),
    "inbox/<int:number>/doors/<slug:name>/": Door(),
    "inbox/<int:number>/merge/": Door("POST", {"number": "1"}),
    "inbox/<int:number>/merge/undo/": Door("POST", {"ticket": "1"}),
    "inbox/<int:number>/split/": Door("POST", {"subject": "أمر آخر"}),
    "inbox/<int:number>/split/undo/": POST,
    "inbox/<int:number>/repeat/": Door("POST", {"of": "1"}),
    "inbox/<int:number>/repeat/undo/": POST,
    "inbox/<int:number>/messages/<int:pk>/text/": Door(pk=Message),
    "inbox/<int:number>/attachments/<int:pk>/": Door(pk=Attachment),
    "inbox/<int:number>/messages/<int:pk>/html/": Door(pk=Message),
    "originals/<int:message>/": Door(pk=Message),
    "inbox/<int:number>/drafts/<slug:kind>/": Door("POST", {"text": "مسودة", "version": "0"}),
    "inbox/<int:number>/uploads/": Door("POST", {"kind": "?"}),
    "inbox/<int:number>/macros/": Door(),
    "inbox/<int:number>/macros/<int:pk>/": Door("POST", pk=Macro),
    "inbox/<int:number>/macros/undo/": Door("POST", {"seq": "1"}),
    "inbox/<int:number>/articles/": Door(),
    "inbox/<int:number>/articles/draft/": POST,
    "inbox/<int:number>/articles/missing/": Door("POST", {"q": "رسوم البطاقة"}),
    "inbox/<int:number>/articles/<int:pk>/": Door("POST", {"do": "link"}, pk=Edition),
    "inbox/<int:number>/articles/uses/<int:pk>/": Door("POST", {"do": "wrong", "said": "خطأ"}, pk=ArticleUse),
    "inbox/<int:number>/colleagues/": Door(),
}
CALLS = {
    "api/v1/tickets/<int:number>": Door(),
    "api/v1/tickets/<int:number>/timeline": Door(),
    "api/v1/tickets/<int:number>/messages": Door("POST", {"direction": "note", "text": "بيننا"}),
    "api/v1/tickets/<int:number>/claim": Door("POST", {"what_was_done": "أُعيد المبلغ"}),
    "api/v1/tickets/<int:number>/verdict": Door("POST", {"verdict": "yes", "source": "phone"}),
    "api/v1/tickets/<int:number>/transfer": Door("POST", {"to_team": 1, "packet": PACKET}),
    "api/v1/tickets/<int:number>/transfer/accept": POST,
    "api/v1/tickets/<int:number>/promises": Door("POST", {"text": "نتصل", "due": "2020-01-01T10:00:00Z"}),
    "api/v1/tickets/<int:number>/procedures": Door(),
    "api/v1/tickets/<int:number>/procedures/steps/<int:step>": Door("POST", pk=Step),
    "api/v1/promises/<int:promise>/result": Door("POST", {"result": "لا جديد"}, pk=Promise),
    "api/v1/promises/<int:promise>/move": Door("POST", {"due": "2020-01-01T10:00:00Z", "reason": "تأخر"}, pk=Promise),
    "api/v1/tickets/<int:number>/transfer/return": Door("POST", {"reason": "ليس لنا"}),
    "api/v1/tickets/<int:number>/remedies": Door("POST", {"act": "exception", "why": "عميلة قديمة"}),
    "api/v1/attachments/<int:pk>": Door(pk=Attachment),
}
# Addresses that show many tickets: they may name none that the reader may not see.
LISTS = {
    "inbox/": "/inbox/?q={words}",
    "inbox/column/": "/inbox/column/?q={words}",
    "inbox/suggestions/": "/inbox/suggestions/?q={words}",
    "api/v1/tickets": "/api/v1/tickets?q={words}",
    "api/v1/search": "/api/v1/search?q={words}",
}
# Addresses of the study: who may open them, and that no row shows a hidden ticket: rafeeq/insights/tests/test_views.py.
ABOUT_INSIGHTS = ("insights/", "api/v1/measures")
# Addresses of the library: who may open them is asked in tests/journeys/test_library_access.py.
ABOUT_ARTICLES = ("knowledge/",)
# The register of complaints and the reviews show what their reader sees, to the roles that keep them:
# tests/journeys/test_complaints.py.
OF_COMPLAINTS = {"inbox/complaints/", "inbox/complaints/export/", "inbox/reviews/", "inbox/reviews/<int:pk>/"}
# Addresses of one ticket for its customer: the secret opens them, and no role does. Their tests are the portal's.
BY_SECRET = ("t/<str:secret>/", "help/requests/enter/<str:secret>/", "help/ask/<str:token>/")
# Addresses of what belongs to one person: nobody else finds it, not even who may see the ticket. Their tests stand
# beside the code: inbox/tests/test_undo.py, test_uploads.py, test_promises.py, test_notices.py,
# test_devices.py, test_colleagues_ask.py.
OF_ONE_PERSON = {
    "inbox/<int:number>/messages/<int:pk>/withdrawal/", "inbox/<int:number>/uploads/<slug:key>/",
    "inbox/<int:number>/uploads/<slug:key>/removal/", "inbox/<int:number>/uploads/<slug:key>/picture/",
    "inbox/promises/",
    "inbox/questions/", "inbox/questions/<int:pk>/", "inbox/questions/<int:pk>/return/",
    "inbox/notices/", "inbox/notices/bell/", "inbox/notices/read/", "inbox/notices/mail/", "inbox/notices/<int:pk>/",
    "inbox/notices/devices/", "inbox/notices/devices/key/", "inbox/notices/devices/<int:pk>/removal/",
}  # fmt: skip
# Addresses about the people who serve: who may open them is asked in test_people_access.py.
ABOUT_PEOPLE = ("account/", "invitation/", "password/", "sign-in/", "settings/people/", "settings/teams/",
                "settings/branches/", "settings/roles/", "settings/absences/")  # fmt: skip
# Addresses about customers stand in the tables of test_customer_access.py.
ABOUT_CUSTOMERS = ("inbox/customers/", "api/v1/customers", "api/v1/dealings")
# Addresses of the settings: who may open them is asked in test_settings_access.py.
ABOUT_SETTINGS = ("settings/", "brand/")
# Addresses that hold nothing of any ticket.
ELSEWHERE = {
    # Several tickets are narrowed to those that are seen, and a view is its owner's: inbox/tests/test_several.py.
    "inbox/several/", "inbox/views/", "inbox/views/<int:pk>/removal/",
    # Approvals are there for who sees their ticket, and decided by whose limit reaches: inbox/tests/test_remedies.py,
    # api/tests/test_access.py.
    "inbox/approvals/", "inbox/approvals/<int:pk>/decision/", "inbox/approvals/<int:pk>/withdrawal/",
    "api/v1/approvals", "api/v1/approvals/<int:approval>/decision", "api/v1/remedies/<int:remedy>/state",
    "inbox/devices-worker.js",
    "inbox/courtesy/",  # how all of us write
    "inbox/suggestions/articles/",
    "", "inbox/new/", "inbox/live/", "sign-in/", "sign-out/", "first/<str:secret>/", "language/", "theme/",
    "manifest.webmanifest",
    "help/", "help/request/", "help/request/sent/",
    "healthz", "readyz", "promise/", "api/v1/", "api/v1/openapi.json", "api/v1/docs",
    # Articles are open to whoever `for_customers` lets read them: rafeeq/portal/tests/test_articles.py.
    "help/topics/<int:pk>-<str:slug>/", "help/articles/<int:pk>/", "help/articles/<int:pk>-<str:slug>/",
    "help/articles/<int:pk>/verdict/", "help/articles/<int:pk>/wrong/", "help/articles/<int:pk>/files/<int:number>/",
    "help/ask/", "help/search/", "help/search/missing/", "help/request/spared/", "robots.txt", "sitemap.xml",
    "help/request/answers/", "help/accessibility/", "help/requests/link/",
    "help/requests/link/sent/", "help/requests/leave/",
    # Opened by a cookie that a proven address was given, and by nothing else: rafeeq/portal/tests/test_requests.py.
    "help/requests/",
    "api/v1/reasons", "api/v1/reasons/suggest",
    "api/v1/knowledge/ask", "api/v1/teams", "api/v1/people", "api/v1/me", "profile/",
}  # fmt: skip


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address pattern of the product, as it is written in the router."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here)
        elif isinstance(pattern, URLPattern):
            yield here


def test_every_address_stands_in_a_table() -> None:
    known = PAGES.keys() | CALLS.keys() | LISTS.keys() | OF_ONE_PERSON | OF_COMPLAINTS | ELSEWHERE
    elsewhere = (*BY_SECRET, *ABOUT_PEOPLE, *ABOUT_CUSTOMERS, *ABOUT_SETTINGS, *ABOUT_INSIGHTS, *ABOUT_ARTICLES)
    unknown = [one for one in addresses() if one not in known and not one.startswith(elsewhere)]
    assert unknown == [], "say in tests/journeys/test_access.py who may open these addresses"


def test_the_tables_hold_no_address_that_is_gone() -> None:
    there = set(addresses())
    assert [one for one in (PAGES | CALLS | LISTS) if one not in there] == []


def ticket_to_guard() -> Ticket:
    """A ticket of the desk with a file, a laid-out message and its original."""
    ticket = make.ticket(html="<p>مرحبًا</p>", files=(make.file(),))
    Macro.objects.create(name="ترحيب", text_ar="أهلًا {customer_name}")
    noura = User.objects.get(email="noura@rafeeq.example")
    make.procedure(noura, make.reason(), "اسأل عن رقم العملية")
    Ticket.objects.filter(pk=ticket.pk).update(reason=make.reason())
    article = make.article(User.objects.get(email="khaled@rafeeq.example"), "التحويل", "نص")
    version = article.editions.get().current
    assert version is not None
    ArticleUse.objects.create(article=article, version=version, ticket=ticket, way="linked")
    make.asked_inside(ticket, noura, make.department(head=noura))
    make.referred(ticket, noura)
    raw = keep(spool.as_file({}, b"Subject: x\r\n\r\nx"), prefix="raw")
    Inbound.objects.create(
        channel="email", state="taken", stored=raw, size=15, ticket=ticket, message=ticket.messages.get()
    )
    due = timezone.now() + timedelta(days=2)
    make_promise(ticket, by=User.objects.get(email="noura@rafeeq.example"), text="نتصل بك", due=due)
    return make.fresh(ticket)


def filled(address: str, door: Door, number: int, pk: int) -> str:
    spelled = (
        (address.replace("<int:number>", str(number)).replace("<int:pk>", str(pk)).replace("<int:message>", str(pk)))
        .replace("<int:promise>", str(pk))
        .replace("<int:step>", str(pk))
    )
    return "/" + spelled.replace("<slug:kind>", "note").replace("<slug:name>", "merge")


def knock(client: Client, address: str, door: Door, **how: Any) -> int:
    """The status that answers. A file is read to its end, which also closes it."""
    send = getattr(client, door.method.lower())
    answer: HttpResponseBase = send(address, door.body if door.method == "POST" else None, **how)
    if isinstance(answer, StreamingHttpResponse):
        answer.getvalue()
    return answer.status_code


AT_ONCE = (
    12  # the ticket of a test costs more than what one address does with it; so many fall evenly to both databases
)


def batches(table: dict[str, Door]) -> list[list[str]]:
    """The addresses of a table, some at a time."""
    known = list(table)
    return [known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE)]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.sweep
@pytest.mark.parametrize("those", batches(PAGES), ids=itemgetter(0))
def test_every_page_of_a_ticket(cast: Cast, those: list[str]) -> None:
    ticket = ticket_to_guard()
    for address in those:
        with undone():
            only_insiders_open(address, ticket, cast)


def only_insiders_open(address: str, ticket: Ticket, cast: Cast) -> None:
    """A page is there for those who see its ticket; to all others it says what it says of no ticket."""
    door = PAGES[address]
    pk = door.pk.objects.get().pk if door.pk else 0
    real, unreal = filled(address, door, ticket.number, pk), filled(address, door, NEVER_GIVEN_OUT, NEVER_GIVEN_OUT)

    for name in sorted(cast.staff().keys() - INSIDERS - {"badr"}):
        client = signed_in(cast.staff()[name])
        assert (knock(client, real, door), knock(client, unreal, door)) == (404, 404), f"{name} at {address}"
    removed = Client()
    removed.force_login(cast.badr)
    for name, client in (("anonymous", Client()), ("badr", removed)):
        answer = getattr(client, door.method.lower())(real, door.body or None)
        at = f"{name} at {address}"
        assert (answer.status_code, answer.get("Location", "").partition("?")[0]) == (302, "/sign-in/"), at
    assert make.fresh(ticket).head == ticket.head, address

    assert knock(signed_in(cast.noura), unreal, door) == 404, address
    for name in sorted(INSIDERS):
        client = signed_in(cast.staff()[name])
        assert knock(client, real, door) in {200, 204, 302, 422}, f"{name} at {address}"


def bearer(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {create_token(user)}"}


@pytest.mark.sweep
@pytest.mark.parametrize("those", batches(CALLS), ids=itemgetter(0))
def test_every_call_about_a_ticket(cast: Cast, those: list[str]) -> None:
    ticket, tokens = ticket_to_guard(), {name: bearer(person) for name, person in cast.staff().items()}
    for address in those:
        with undone():
            only_insiders_call(address, ticket, cast, tokens)


def only_insiders_call(address: str, ticket: Ticket, cast: Cast, tokens: dict[str, dict[str, str]]) -> None:
    """The same for a call with a token; a browser's session is none."""
    door, client = CALLS[address], Client()
    pk = door.pk.objects.get().pk if door.pk else 0
    real, unreal = filled(address, door, ticket.number, pk), filled(address, door, NEVER_GIVEN_OUT, NEVER_GIVEN_OUT)

    def call(where: str, **headers: str) -> int:
        return knock(client, where, door, content_type="application/json", headers=headers)

    for name in sorted(cast.staff().keys() - INSIDERS - {"badr"}):
        mine = tokens[name]
        assert (call(real, **mine), call(unreal, **mine)) == (404, 404), f"{name} at {address}"
    badr, guess = tokens["badr"], {"Authorization": "Bearer guess"}
    assert (call(real), call(real, **badr), call(real, **guess)) == (401, 401, 401), address
    client.force_login(cast.noura)
    assert call(real) == 401, "a browser's session is no token"
    client.logout()
    assert make.fresh(ticket).head == ticket.head, address

    assert call(unreal, **tokens["noura"]) == 404, address
    for name in sorted(INSIDERS):
        assert call(real, **tokens[name]) in {200, 201, 409, 422}, f"{name} at {address}"


@pytest.mark.parametrize("address", LISTS)
def test_no_list_names_a_ticket_to_whom_it_is_hidden(cast: Cast, address: str) -> None:
    make.ticket(subject="سرّ الرياض")
    where = LISTS[address].format(words="الرياض")
    for name, who in sorted(cast.staff().items()):
        if name == "badr":
            continue
        answer = signed_in(who).get(where, headers=bearer(who) if address.startswith("api/") else {})
        assert answer.status_code == 200, name
        found = "سرّ" in answer.content.decode() or "\\u0633\\u0631\\u0651" in answer.content.decode()
        assert found == (name in INSIDERS), name
