"""Who gets to the settings, asked of every such address that the router knows and no other table answers for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rafeeq.api.actions.webhooks import make_webhook
from rafeeq.api.models import Webhook, WebhookDelivery
from rafeeq.automation.models import AutomationRule
from rafeeq.channels.models import Account
from rafeeq.knowledge.models import Macro, Procedure, StepFault, Unwritten
from rafeeq.routing.models import Route
from rafeeq.sla.actions.founding import TARGETS
from rafeeq.sla.models import TimeRule
from rafeeq.staff.actions import found
from rafeeq.staff.actions.hours import found_calendar
from rafeeq.staff.models import Calendar, Department, Skill, User
from rafeeq.tickets.models import Tag
from tests import make
from tests.cast import Cast, signed_in
from tests.journeys.test_access import ABOUT_PEOPLE, ABOUT_SETTINGS, addresses

ADMINS, MANAGERS, KEEPERS = {"salman"}, {"aziz", "salman"}, {"aziz", "salman", "khaled"}
EVERYBODY = {"brand/logo", "brand/colours.css"}
READ = {
    "settings/": KEEPERS,
    "settings/start/": ADMINS,
    "settings/company/": ADMINS,
    "settings/languages/": ADMINS,
    "settings/help-centre/": MANAGERS,
    "settings/kinds/": MANAGERS,
    "settings/audit/": MANAGERS,
    "settings/audit/file/": ADMINS,
    "settings/retention/": ADMINS,
    "settings/models/": ADMINS,
    "settings/models/calls/": ADMINS,
    "settings/signatures/": MANAGERS,
    "settings/signatures/<int:pk>/": MANAGERS,
    "settings/mail-texts/": MANAGERS,
    "settings/authority/": MANAGERS,
    "settings/authority/proposal/": MANAGERS,
    "settings/webhooks/": ADMINS,
    "settings/webhooks/new/": ADMINS,
    "settings/webhooks/<int:pk>/": ADMINS,
    "settings/webhooks/<int:pk>/log/": ADMINS,
    "settings/courtesy/": MANAGERS,
    "settings/macros/": KEEPERS,
    "settings/macros/new/": KEEPERS,
    "settings/macros/<int:pk>/": MANAGERS,
    "settings/reasons/": MANAGERS,
    "settings/reasons/new/": MANAGERS,
    "settings/reasons/<int:pk>/": MANAGERS,
    "settings/routes/": MANAGERS,
    "settings/routes/new/": MANAGERS,
    "settings/routes/trial/": MANAGERS,
    "settings/routes/past/": MANAGERS,
    "settings/routes/<int:pk>/": MANAGERS,
    "settings/procedures/": MANAGERS,
    "settings/procedures/new/": MANAGERS,
    "settings/procedures/<int:pk>/": MANAGERS,
    "settings/automation/": MANAGERS,
    "settings/automation/new/": MANAGERS,
    "settings/automation/<int:pk>/": MANAGERS,
    "settings/automation/<int:pk>/log/": MANAGERS,
    "settings/tags/": MANAGERS,
    "settings/tags/<int:pk>/": MANAGERS,
    "settings/hours/": MANAGERS,
    "settings/hours/new/": MANAGERS,
    "settings/hours/recounting/": MANAGERS,
    "settings/hours/<int:pk>/": MANAGERS,
    "settings/hours/<int:pk>/week/": MANAGERS,
    "settings/hours/<int:pk>/ramadan/": MANAGERS,
    "settings/hours/<int:pk>/holidays/": MANAGERS,
    "settings/hours/<int:pk>/announcement/": MANAGERS,
    "settings/hours/<int:pk>/year/": MANAGERS,
    "settings/hours/<int:pk>/followers/": MANAGERS,
    "settings/time-rules/": MANAGERS,
    "settings/time-rules/new/": MANAGERS,
    "settings/time-rules/<int:pk>/": MANAGERS,
    "settings/departments/": MANAGERS,
    "settings/departments/new/": MANAGERS,
    "settings/departments/<int:pk>/": MANAGERS,
    "settings/departments/skills/<int:pk>/": MANAGERS,
    "settings/mailboxes/": ADMINS,
    "settings/mailboxes/new/": ADMINS,
    "settings/mailboxes/<int:pk>/": ADMINS,
    "settings/mailboxes/<int:pk>/trial/arrival/": ADMINS,
}
DEEDS = {
    "settings/procedures/calm/": MANAGERS,
    "settings/procedures/faults/<int:pk>/": MANAGERS,
    "settings/procedures/tasks/<int:pk>/": MANAGERS,
    "settings/time-rules/<int:pk>/place/": MANAGERS,
    "settings/time-rules/<int:pk>/end/": MANAGERS,
    "settings/time-rules/presets/<str:key>/": MANAGERS,
    "settings/automation/<int:pk>/place/": MANAGERS,
    "settings/automation/<int:pk>/removal/": MANAGERS,
    "settings/routes/<int:pk>/place/": MANAGERS,
    "settings/routes/<int:pk>/removal/": MANAGERS,
    "settings/webhooks/<int:pk>/test/": ADMINS,
    "settings/webhooks/<int:pk>/secret/": ADMINS,
    "settings/webhooks/<int:pk>/removal/": ADMINS,
    "settings/webhooks/<int:pk>/deliveries/<int:delivery>/again/": ADMINS,
    "settings/authority/hours/": MANAGERS,
    "settings/authority/preset/": MANAGERS,
    "settings/authority/<int:pk>/removal/": MANAGERS,
    "settings/macros/<int:pk>/removal/": MANAGERS,
    "settings/company/logo/": ADMINS,
    "settings/tags/<int:pk>/removal/": MANAGERS,
    "settings/hours/<int:pk>/holidays/country/": MANAGERS,
    "settings/hours/<int:pk>/holidays/removal/": MANAGERS,
    "settings/hours/<int:pk>/default/": MANAGERS,
    "settings/hours/<int:pk>/removal/": MANAGERS,
    "settings/departments/skills/": MANAGERS,
    "settings/departments/skills/<int:pk>/removal/": MANAGERS,
    "settings/departments/<int:pk>/dissolution/": MANAGERS,
    "settings/mailboxes/<int:pk>/pause/": ADMINS,
    "settings/mailboxes/<int:pk>/removal/": ADMINS,
    "settings/mailboxes/<int:pk>/trial/": ADMINS,
    "settings/models/vectors/": ADMINS,
    "settings/models/trial/": ADMINS,
}
BODIES = {"settings/authority/preset/": {"preset": "sa-bank"}}


def test_every_address_stands_in_a_table() -> None:
    there = {one for one in addresses() if one.startswith(ABOUT_SETTINGS) and not one.startswith(ABOUT_PEOPLE)}
    assert there == EVERYBODY | READ.keys() | DEEDS.keys()


def spelled(address: str, number: str) -> str:
    """The address of what bears this number."""
    return address.replace("<int:pk>", number).replace("<int:delivery>", number)


def webhook(name: str) -> Webhook:
    """A webhook with one delivery that was given up, which bears the same number."""
    made, _secret = make_webhook(name=name, url="https://example.com/hook", kinds=["remedy.ordered"], by=None)
    WebhookDelivery.objects.update_or_create(
        pk=made.pk, defaults={"hook": made, "message_id": f"msg_{made.pk}", "state": "dead"}
    )
    return made


def fault(name: str) -> StepFault:
    """What somebody says is wrong with a step."""
    by = User.objects.filter(is_active=True)[0]
    step = make.procedure(by, make.reason(name)).versions.get().steps.all()[0]
    return StepFault.objects.create(step=step, by=by, text="خطأ")


def opened(address: str, visitor: str) -> str:
    """The address of something that is there, for this visitor alone."""
    made: dict[str, Callable[[], Any]] = {
        "mailboxes": lambda: Account.objects.create(name=visitor, address="care@rafeeq.example"),
        "hours": lambda: Calendar.objects.get_or_create(name=visitor, spelled=found_calendar().spelled)[0],
        "departments": lambda: Department.objects.get_or_create(name=visitor)[0],
        "skills": lambda: Skill.objects.get_or_create(name=visitor)[0],
        "signatures": found,
        "webhooks": lambda: webhook(visitor),
        "authority": lambda: make.limit("agent", 100),
        "macros": lambda: Macro.objects.create(name=visitor, text_ar="أهلًا"),
        "reasons": lambda: make.reason(visitor),
        "routes": lambda: Route.objects.create(order=1, name=visitor, to_team=found(), fits={"kinds": ["praise"]}),
        "procedures": lambda: Procedure.objects.create(name=visitor),
        "faults": lambda: fault(visitor),
        "tasks": lambda: Unwritten.objects.create(reason=make.reason(visitor), count=20),
        "automation": lambda: AutomationRule.objects.create(order=1, name=visitor, when="opened", deeds={"snooze": 1}),
        "tags": lambda: Tag.objects.create(name=visitor),
        "time-rules": lambda: TimeRule.objects.create(
            name=visitor, order=TimeRule.objects.count() + 1, targets=TARGETS
        ),
    }
    address = address.replace("<str:key>", "sa-telecom-5d")
    room = address.split("/<", maxsplit=1)[0].rpartition("/")[2]
    return "/" + (spelled(address, str(made[room]().pk)) if "<" in address else address)


@pytest.mark.sweep
@pytest.mark.parametrize("address", sorted(READ.keys() | DEEDS.keys()))
def test_rooms_open_to_their_roles_alone(cast: Cast, address: str) -> None:
    unreal = "/" + spelled(address, "987654321").replace("<str:key>", "nothing")
    method, allowed = ("get", READ[address]) if address in READ else ("post", DEEDS[address])
    assert getattr(Client(), method)(opened(address, "anybody"))["Location"].startswith("/sign-in/")
    for name, who in sorted(cast.staff().items()):
        if name == "badr":
            continue
        client, path = signed_in(who), opened(address, name)
        status = getattr(client, method)(path, BODIES.get(address)).status_code
        assert (status == 403) if name not in allowed else (status in {200, 302, 422}), (name, status)
        if unreal != path and name in allowed:
            assert getattr(client, method)(unreal).status_code == 404
    if address in DEEDS:
        assert signed_in(cast.salman).get(opened(address, "once more")).status_code == 405
