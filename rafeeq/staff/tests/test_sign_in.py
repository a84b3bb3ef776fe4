"""The door for staff: who gets in, what a refused person reads, and the first administrator's link."""

import pytest
from django.core.cache import cache
from django.test import Client

from rafeeq.staff.actions import first_administrator_link
from rafeeq.staff.models import User
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.pages

SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def try_to_sign_in(client: Client, who: str, password: str = PASSWORD, **more: str) -> str:
    """What the browser shows after an attempt, redirects followed."""
    answer = client.post(SIGN_IN, {"login": f"{who}@rafeeq.example", "password": password} | more, follow=True)
    return answer.content.decode()


def signed_in_as(client: Client) -> int | None:
    found = client.session.get("_auth_user_id")
    return int(found) if found else None


def test_an_agent_signs_in_and_stands_before_the_requests(cast: Cast, client: Client) -> None:
    answer = client.post(SIGN_IN, {"login": "NOURA@rafeeq.example", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")
    assert signed_in_as(client) == cast.noura.pk


def test_after_signing_in_one_stands_where_one_wanted_to_go(cast: Cast, client: Client) -> None:
    refused = client.get("/inbox/new/")
    assert refused["Location"] == "/sign-in/?next=/inbox/new/"
    assert 'name="next" value="/inbox/new/"' in client.get(refused["Location"]).content.decode()
    answer = client.post(SIGN_IN, {"login": "noura@rafeeq.example", "password": PASSWORD, "next": "/inbox/new/"})
    assert answer["Location"] == "/inbox/new/"


def test_a_session_that_somebody_else_began_is_not_the_one_that_is_signed_in(cast: Cast, client: Client) -> None:
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies["rafeeq_session"] = str(planted.session_key)
    client.post(SIGN_IN, {"login": "noura@rafeeq.example", "password": PASSWORD})
    assert signed_in_as(client) == cast.noura.pk
    thief = Client()
    thief.cookies["rafeeq_session"] = str(planted.session_key)
    assert thief.get("/inbox/")["Location"].startswith(SIGN_IN)


def test_nobody_is_sent_to_a_strangers_site(cast: Cast, client: Client) -> None:
    answer = client.post(
        SIGN_IN, {"login": "noura@rafeeq.example", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/inbox/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast: Cast, client: Client) -> None:
    wrong = try_to_sign_in(client, "noura", "كلمة أخرى تمامًا")
    unknown = try_to_sign_in(client, "nobody", "كلمة أخرى تمامًا")
    assert "form-errors" in wrong
    assert "form-errors" in unknown
    assert wrong.count("<p>") == unknown.count("<p>")
    assert 'value="noura@rafeeq.example"' in wrong
    assert "كلمة أخرى تمامًا" not in wrong
    assert signed_in_as(client) is None


def test_guessing_is_stopped(cast: Cast, client: Client) -> None:
    for _attempt in range(6):
        try_to_sign_in(client, "noura", "تخمين")
    try_to_sign_in(client, "noura")
    assert signed_in_as(client) is None


def test_guessing_one_account_from_many_places_is_stopped(cast: Cast) -> None:
    for number, spelled in enumerate(("noura", "NOURA", "Noura", " noura", "nOURA", "NouRA")):
        try_to_sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), spelled, "تخمين")
    owner = Client(REMOTE_ADDR="203.0.113.7")
    try_to_sign_in(owner, "noura")
    assert signed_in_as(owner) is None
    try_to_sign_in(owner, "khaled")
    assert signed_in_as(owner) == cast.khaled.pk, "others come in as ever"


def test_one_place_does_not_try_many_accounts(cast: Cast) -> None:
    place = Client(REMOTE_ADDR="203.0.113.8")
    for number in range(11):
        try_to_sign_in(
            place,
            f"someone{number}",
            "تخمين",
        )
    try_to_sign_in(place, "noura")
    assert signed_in_as(place) is None


def test_a_removed_agent_does_not_come_in(cast: Cast, client: Client) -> None:
    page = try_to_sign_in(client, "badr")
    assert signed_in_as(client) is None
    assert 'name="password"' in page


def test_whoever_is_removed_while_signed_in_is_out_at_once(cast: Cast, client: Client) -> None:
    try_to_sign_in(client, "noura")
    assert client.get("/inbox/").status_code == 200
    User.objects.filter(pk=cast.noura.pk).update(is_active=False)
    assert client.get("/inbox/")["Location"].startswith(SIGN_IN)


def test_signing_out_asks_first(cast: Cast, client: Client) -> None:
    try_to_sign_in(client, "noura")
    assert client.get("/sign-out/").status_code == 200
    assert signed_in_as(client) == cast.noura.pk
    client.post("/sign-out/")
    assert signed_in_as(client) is None


@pytest.mark.parametrize("address", ["/signup/", "/sign-up/", "/password/reset/", "/email/", "/inactive/"])
def test_nobody_signs_themselves_up(cast: Cast, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("language", "words", "direction"), [("ar", "كلمة المرور", "rtl"), ("en", "password", "ltr")])
def test_the_page_speaks_the_visitors_language(
    client: Client, db: None, language: str, words: str, direction: str
) -> None:
    page = client.get(SIGN_IN, {"lang": language}).content.decode()
    assert words in page
    assert f'dir="{direction}"' in page


@pytest.mark.django_db
class TestFirstAdministrator:
    """The page behind the link that the first start prints."""

    given = {"name": "سلمان العنزي", "email": "salman@rafeeq.example", "password": PASSWORD}

    def link(self) -> str:
        link = first_administrator_link()
        assert link is not None
        return "/first/" + link.split("/first/")[1]

    def test_the_link_makes_one_administrator_and_signs_them_in(self, client: Client) -> None:
        link = self.link()
        assert client.get(link).status_code == 200
        assert client.post(link, self.given)["Location"] == "/settings/start/"
        made = User.objects.get()
        assert (made.role, signed_in_as(client)) == ("admin", made.pk)
        assert client.get("/inbox/").status_code == 200

    def test_it_holds_once(self, client: Client) -> None:
        link = self.link()
        client.post(link, self.given)
        assert Client().get(link).status_code == 404
        assert Client().post(link, self.given | {"email": "other@rafeeq.example"}).status_code == 404

    def test_a_guess_opens_nothing(self, client: Client) -> None:
        self.link()
        over = client.get("/first/guess/")
        assert over.status_code == 404
        assert "لم يعد هذا الرابط صالحًا" in over.content.decode()

    def test_a_weak_password_is_refused_and_nothing_typed_is_lost_but_it(self, client: Client) -> None:
        answer = client.post(self.link(), self.given | {"password": "12345"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "سلمان العنزي" in page
        assert "12345" not in page
        assert not User.objects.exists()
