"""Who gets to the library, asked of every such address that the router knows."""

from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions import takings
from rafeeq.knowledge.actions.articles import Words
from rafeeq.knowledge.actions.files import add_file
from rafeeq.knowledge.actions.uses import say_wrong
from rafeeq.knowledge.actions.variables import save_topic, save_variable
from rafeeq.knowledge.models import Article, Edition
from tests.cast import Cast, signed_in
from tests.journeys.test_access import ABOUT_ARTICLES, NEVER_GIVEN_OUT, addresses

KEEPERS = {"khaled", "aziz", "salman"}
WRITERS = KEEPERS | {"noura", "layla", "huda", "fahd"}
EVERYBODY = WRITERS | {"majed", "reem"}
READ = {
    "knowledge/": EVERYBODY,
    "knowledge/<int:pk>/": EVERYBODY,
    "knowledge/<int:pk>/files/<int:file>/": EVERYBODY,
    "knowledge/gaps/": WRITERS,
    "knowledge/gaps/<int:pk>/": WRITERS,
    "knowledge/new/": WRITERS,
    "knowledge/faults/": WRITERS,
    "knowledge/faults/count/": WRITERS,
    "knowledge/<int:pk>/<slug:language>/text/": WRITERS,
    "knowledge/<int:pk>/<slug:language>/versions/": WRITERS,
    "knowledge/variables/": KEEPERS,
    "knowledge/variables/<int:pk>/": KEEPERS,
    "knowledge/import/": KEEPERS,
    "knowledge/import/<int:pk>/": KEEPERS,
    "knowledge/topics/": KEEPERS,
    "knowledge/topics/<int:pk>/": KEEPERS,
}
# Who may knock; what is theirs to do there is told by `knowledge`, which answers 403 as well.
DEEDS: dict[str, tuple[set[str], dict[str, Any]]] = {
    "knowledge/preview/": (WRITERS, {"body": "س"}),
    "knowledge/pasted/": (WRITERS, {"html": "<b>س</b>"}),
    "knowledge/import/<int:pk>/running/": (KEEPERS, {}),
    "knowledge/faults/<int:pk>/": (KEEPERS, {"answer": "صُحّح"}),
    "knowledge/variables/<int:pk>/removal/": (KEEPERS, {}),
    "knowledge/gaps/missing/": (EVERYBODY, {"q": "رسوم البطاقة"}),
    "knowledge/gaps/<int:pk>/same/": (WRITERS, {}),
    "knowledge/gaps/<int:pk>/apart/": (WRITERS, {}),
    "knowledge/gaps/<int:pk>/owner/": (WRITERS, {}),
    "knowledge/gaps/<int:pk>/end/": (WRITERS, {"why_not": "يكفي"}),
    "knowledge/<int:pk>/state/": (KEEPERS, {"do": "archive"}),
    "knowledge/<int:pk>/place/": (WRITERS, {"audience": "public"}),
    "knowledge/<int:pk>/faults/": (EVERYBODY, {"said": "الرسم تغيّر"}),
    "knowledge/<int:pk>/files/": (WRITERS, {}),
    "knowledge/<int:pk>/files/<int:file>/removal/": (WRITERS, {}),
    "knowledge/<int:pk>/<slug:language>/unsaved/": (WRITERS, {"title": "س"}),
}


def test_every_address_stands_in_a_table() -> None:
    there = {one for one in addresses() if one.startswith(ABOUT_ARTICLES)}
    assert there == READ.keys() | DEEDS.keys()


def opened(cast: Cast, address: str) -> str:
    """The address of something that is there."""
    row = actions.begin(by=cast.aziz, words=Words("التحويل", body="ص"))
    edition = Edition.objects.get(article=row)
    actions.validate(edition, by=cast.aziz)
    edition.refresh_from_db()
    if edition.current is None:
        raise AssertionError
    file = add_file(row, by=cast.aziz, name="a.txt", content_type="text/plain", content=b"a")
    fault = say_wrong(edition.current, said="خطأ", by=cast.noura)
    variable = save_variable(None, by=cast.aziz, key=f"fee.f{row.pk}", value="١٠")
    topic = save_topic(None, by=cast.aziz, name="التحويلات")
    sent = takings.begin(by=cast.aziz, name="a.md", content=b"# a", language="ar", audience="public", validates=False)
    pks = {"faults": fault.pk, "variables": variable.pk, "topics": topic.pk, "import": sent.pk}
    room = address.split("/")[1]
    return filled(address, pks.get(room, row.pk), file.pk)


def filled(address: str, pk: int, file: int) -> str:
    return "/" + address.replace("<int:pk>", str(pk)).replace("<int:file>", str(file)).replace("<slug:language>", "ar")


@pytest.mark.sweep
@pytest.mark.parametrize("address", sorted(READ.keys() | DEEDS.keys()))
def test_the_library_opens_to_its_roles_alone(cast: Cast, address: str) -> None:
    method, (allowed, body) = ("get", (READ[address], {})) if address in READ else ("post", DEEDS[address])
    real, unreal = opened(cast, address), filled(address, NEVER_GIVEN_OUT, NEVER_GIVEN_OUT)
    assert getattr(Client(), method)(real, body)["Location"].startswith("/sign-in/")
    for name, who in sorted(cast.staff().items()):
        if name == "badr":
            continue
        client = signed_in(who)
        answer = getattr(client, method)(real, body)
        if isinstance(answer, StreamingHttpResponse):
            answer.getvalue()
        # A deed is done once, and its row is gone then.
        fine = {200, 204, 302, 404, 422} if name in allowed else {403, 404}
        assert answer.status_code in fine, name
        if unreal != real and name in allowed and "<" in address:
            assert getattr(client, method)(unreal, body).status_code == 404, name
    if address in DEEDS:
        assert signed_in(cast.salman).get(real).status_code == 405


def test_a_draft_is_not_there_for_colleagues(cast: Cast) -> None:
    row = actions.begin(by=cast.noura, words=Words("سرّ", body="ص"))
    for path in (f"/knowledge/{row.pk}/", f"/knowledge/{row.pk}/files/1/"):
        assert signed_in(cast.reem).get(path).status_code == 404
    assert "سرّ" not in signed_in(cast.reem).get("/knowledge/?state=draft").content.decode()
    assert "سرّ" in signed_in(cast.fahd).get("/knowledge/?state=draft").content.decode()
    assert signed_in(cast.noura).post(f"/knowledge/{row.pk}/state/", {"do": "archive"}).status_code == 302
    assert Article.objects.get(pk=row.pk).state == "archived", "hers to take back"
