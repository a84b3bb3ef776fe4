"""Every room of the settings in a real browser: no fault of accessibility, nothing wider than the screen."""

import pytest

from rafeeq.channels.models import Account
from rafeeq.knowledge.models import Macro
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries import presets
from rafeeq.system.actions import audit
from rafeeq.tickets.models import Tag
from tests import make
from tests.browser.conftest import LOOKS, Window, is_seen
from tests.cast import Cast, build

LONG = "ع" * 60


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build()


def rooms() -> list[str]:
    """Every room, each with something in it; a form that is also seen filled is not seen empty."""
    box = Account.objects.create(
        name="العناية بالعملاء",
        address="care@rafeeq.example",
        options={
            "imap": {"host": "imap.rafeeq.example", "port": 993, "security": "tls", "user": "care", "folder": "x"}
        },
        last_error="LoginError: no",
    )
    reason = make.reason(LONG, parent=make.reason("الفواتير"))
    tag = Tag.objects.create(name=LONG)
    macro = Macro.objects.create(name=LONG, text_ar="أهلًا {customer_name}")
    calendar = Calendar.objects.get(is_default=True)
    calendar.spelled["versions"][0]["holidays"] = [one.to_json() for one in presets.holidays("eg", "ar")]
    calendar.save(update_fields=["spelled"])
    audit(by="سلمان", what="tag.renamed", target=LONG, before={"name": LONG * 5}, after={"name": "ب"})
    plain = ("", "start", "company", "languages", "help-centre", "kinds", "mailboxes", "mailboxes/new", "signatures",
             "mail-texts", "courtesy", "hours", "hours/new", "departments", "departments/new", "macros",
             "reasons", "tags", "retention", "audit", "models", "models/calls")  # fmt: skip
    own = (
        f"mailboxes/{box.pk}",
        f"reasons/{reason.pk}",
        f"tags/{tag.pk}",
        f"macros/{macro.pk}",
        *(f"hours/{calendar.pk}{page}" for page in ("", "/week", "/ramadan", "/holidays", "/year", "/announcement")),
    )
    return [f"/settings/{one}/".replace("//", "/") for one in (*plain, *own)] + [
        "/settings/mailboxes/new/?address=care@rafeeq.example"
    ]


@pytest.mark.browser
def test_nobody_is_kept_out_of_a_room(window: Window, cast: Cast) -> None:
    window.enter(cast.salman)
    all_rooms = rooms()
    found: dict[str, list[str]] = {}
    for language, theme, size in LOOKS:
        window.wears(theme, size)
        for path in [room for room in all_rooms if is_seen(room, language)]:
            window.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
            if barriers := window.barriers():
                found[path] = barriers
    assert not found, "\n".join(f"{where}: {what}" for where, whats in found.items() for what in whats)
