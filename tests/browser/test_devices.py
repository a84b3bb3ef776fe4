"""Notices on a device in a real browser. It has no push service offline: that alone is played here, at its edge."""

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Playwright, expect

from rafeeq.inbox.models import Device
from tests import machine, make
from tests.browser.conftest import FLAGS, Window
from tests.cast import Cast, build, signed_in
from tests.pushed import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the browser would get from its maker's push service.
PLAYED = """
const given = %s;
const subscription = { toJSON: () => given, unsubscribe: async () => localStorage.removeItem("subscribed") };
PushManager.prototype.getSubscription = async () => localStorage.getItem("subscribed") ? subscription : null;
PushManager.prototype.subscribe = async (options) => {
  if (!options.userVisibleOnly || options.applicationServerKey.byteLength !== 65) throw new Error("not a key");
  localStorage.setItem("subscribed", "1");
  return subscription;
};
"""
CLICKED = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The whole Chromium: its quick sister shows no notifications."""
    launched = playwright.chromium.launch(executable_path=machine.whole_browser(), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def test_every_state_and_a_push_that_is_clicked(cast: Cast, window: Window) -> None:
    ticket = make.ticket()
    given = {"endpoint": "https://push.example/noura", "keys": Receiver().told()}
    window.context.add_init_script(PLAYED % json.dumps(given))
    page = window.page
    session_key = signed_in(cast.noura).cookies[settings.SESSION_COOKIE_NAME].value
    window.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_key, "url": window.root}])

    def state(name: str) -> None:
        expect(page.locator(f".devices [data-state={name}]")).to_be_visible()
        expect(page.locator(".devices [data-state]:visible")).to_have_count(1)

    window.open("/inbox/notices/")
    state("off")
    page.locator(".devices [data-turn=on] button").click()  # nobody is there to allow it
    state("denied")
    window.context.grant_permissions(["notifications"], origin=window.root)
    page.reload()
    state("off")
    assert window.barriers() == []
    page.locator(".devices [data-turn=on] button").click()
    state("on")
    assert Device.objects.get().user == cast.noura
    window.shot("notices-on-this-device")

    session = window.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    address = f"/inbox/{ticket.number}/"
    words = {"title": "أُسند إليك طلب", "body": "الطلب ١", "tag": "1", "address": address, "lang": "ar", "dir": "rtl"}
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": window.root, "registrationId": found[0], "data": json.dumps(words)},
    )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).some((one) => one.title)"
    )
    window.context.service_workers[0].evaluate(CLICKED)
    page.wait_for_url(f"**{address}")

    window.open("/inbox/notices/")
    page.locator(".devices [data-turn=off] button").click()
    state("off")
    assert not Device.objects.exists()
    window.context.add_init_script("delete window.PushManager")
    page.reload()
    state("unsupported")
