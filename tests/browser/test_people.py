"""Signing in with a passkey in a real browser, and the pages about people: nobody is kept out of them."""

from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from rafeeq.staff.actions.absences import enter, today
from rafeeq.staff.actions.invitations import invite
from rafeeq.staff.actions.people import close, open_again
from rafeeq.staff.actions.resets import allow
from rafeeq.staff.links import invitation_link, reset_link
from tests.browser.conftest import LOOKS, Window, is_seen
from tests.browser.test_trip import sign_in
from tests.cast import PASSWORD, Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


@pytest.fixture
def named(settings: LazySettings, window: Window) -> Window:
    """The installation under a name, which browsers want for passkeys, with a device that holds them."""
    settings.PUBLIC = urlsplit(window.root)
    device = window.context.new_cdp_session(window.page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return window


def prove(page: Page) -> None:
    """Give the password once more."""
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button.primary").click()


def leave(window: Window) -> None:
    """The browser forgets the person; nothing that the last page still asked brings a cookie back."""
    window.page.goto("about:blank")
    window.context.clear_cookies()


def test_a_passkey_opens_the_door_alone(named: Window, cast: Cast) -> None:
    page = sign_in(named, "noura")
    named.open("/account/second-step/passkeys/new/")
    prove(page)
    named.shot("passkey-new")
    page.locator("form[data-passkey] button.primary").click()
    expect(page).to_have_url(f"{named.root}/account/second-step/codes/")
    named.open("/account/security/")
    expect(page.locator(".doing.inner")).to_have_count(1)
    named.shot("security-with-passkey")
    leave(named)
    page = named.open("/sign-in/")
    page.locator("form[data-passkey] button").click()
    expect(page).to_have_url(f"{named.root}/inbox/")

    # Not into an account that was closed.
    close(cast.noura, by=cast.salman)
    page = named.open("/sign-in/")
    page.locator("form[data-passkey] button").click()
    expect(page.get_by_role("status")).to_contain_text("أُغلق")
    expect(page).to_have_url(f"{named.root}/sign-in/")
    open_again(cast.noura, by=cast.salman)

    # And beside the password, as the second step.
    leave(named)
    page = named.open("/sign-in/")
    page.locator("input[type=email]").fill("noura@rafeeq.example")
    prove(page)
    expect(page).to_have_url(f"{named.root}/sign-in/second-step/")
    named.shot("second-step")
    page.locator("form[data-passkey] button").click()
    expect(page).to_have_url(f"{named.root}/inbox/")


def test_nobody_is_kept_out(named: Window, cast: Cast) -> None:
    """Axe on every page about people."""
    window = named
    place = {"role": "agent", "branch": cast.riyadh, "teams": [cast.desk]}
    waiting = invite(email="mona@rafeeq.example", name="منى الشهري", by=cast.salman, **place)  # type: ignore[arg-type]
    enter(cast.noura, starts_on=today(), ends_on=today(), stand_in=cast.khaled, by=cast.noura)
    reset = allow("layla@rafeeq.example")
    assert reset
    doors = [urlsplit(link).path for link in (invitation_link(waiting), reset_link(reset))]
    found: dict[str, list[str]] = {}

    def look(*paths: str) -> None:
        for language, theme, size in LOOKS:
            window.wears(theme, size)
            for path in paths:
                if not is_seen(path.split("/")[1] if path in doors else path, language):
                    continue
                window.open(f"{path}?lang={language}")
                assert window.page.locator("html").get_attribute("lang") == language, path
                window.shot(f"people-{path.strip('/').replace('/', '-')[:40]}-{size['width']}-{language}-{theme}")
                if barriers := window.barriers():
                    found[path] = barriers

    look("/sign-in/", "/password/", *doors)
    page = window.enter(cast.salman)
    look("/account/proof/")
    window.open("/account/second-step/telephone/")
    prove(page)
    look("/account/second-step/telephone/", "/account/second-step/passkeys/new/")
    look("/account/", "/account/security/", "/account/password/")
    look("/settings/people/", "/settings/people/invitations/", f"/settings/people/{cast.noura.pk}/")
    look("/settings/teams/", "/settings/teams/new/", f"/settings/teams/{cast.billing.pk}/")
    look("/settings/branches/", f"/settings/branches/{cast.jeddah.pk}/", "/settings/roles/")
    look("/account/absence/", "/settings/absences/")
    assert found == {}
