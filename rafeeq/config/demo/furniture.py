"""What else a company has after some years: its words, ready replies, and what it knows of its customers."""

import random
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from rafeeq.config.demo.company import Company
from rafeeq.config.demo.crowd import Person
from rafeeq.customers.actions.addresses import add_address
from rafeeq.customers.actions.records import change, note_fact, record_consent
from rafeeq.customers.models import Customer, Dealing
from rafeeq.knowledge.actions import importing, procedures, save_macro
from rafeeq.knowledge.actions.runs import do
from rafeeq.knowledge.actions.variables import save_variable
from rafeeq.knowledge.queries.runs import checklists
from rafeeq.knowledge.rules.procedures import StepWords
from rafeeq.lib.documents import found_at
from rafeeq.staff.models import User
from rafeeq.staff.queries.calendars import calendars
from rafeeq.system import preferences
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.models import Ticket

KNOWN_FACT, KNOWN_CONSENT, BIG = 0.12, 0.3, 0.05
_ORDERS = ("تجديد الباقة", "شراء مودم", "نقل الخدمة", "ترقية السرعة")


def furnish(company: Company) -> None:
    """The company's own words."""
    told = _told()
    admin = company.people["salman"]
    values = {
        preferences.COMPANY_NAME_AR.key: told["name_ar"],
        preferences.COMPANY_NAME_EN.key: told["name_en"],
        preferences.WELCOME_AR.key: told["welcome_ar"],
        preferences.WELCOME_EN.key: told["welcome_en"],
        preferences.NOTICE_AR.key: told["notice_ar"],
        preferences.NOTICE_EN.key: told["notice_en"],
        preferences.SIGNATURE_AR.key: told["signature_ar"],
        preferences.SIGNATURE_EN.key: told["signature_en"],
    }
    change_preferences(values, by=admin, role=admin.role)
    for macro in told["macro"]:
        save_macro(None, by=admin, **macro)
    for procedure in told["procedure"]:
        _write(company, procedure)


def write_articles(company: Company) -> None:
    """What the company has written for its customers, and the values it says in many places."""
    by = company.people["huda"]
    for value in _told()["variable"]:
        save_variable(None, by=by, **value)
    usual = next(one for one in calendars() if one.is_default)
    save_variable(None, by=by, key="hours", value="", note="أوقات الفروع", calendar=usual)
    choices = importing.Choices(by, validates=True)
    importing.take_in(importing.look_through(found_at(Path(__file__).with_name("articles")), choices), choices)


def _write(company: Company, told: dict[str, Any]) -> None:
    """One procedure, published; and a copy of it for a branch that does some of it in its own way."""
    by, reason = company.people["abdulaziz"], company.reasons[tuple(told["reason"])]
    row = procedures.make(by=by, name=told["name"], reasons=[reason], owner=by)
    steps = [StepWords(procedures.new_key(), **step) for step in told["step"]]
    words = {name: told[name] for name in ("why", "example", "counter_example")}
    procedures.write(row, by=by, name=row.name, reasons=[reason], owner=by, words=words, steps=steps)
    procedures.publish(row, by=by)
    if "branch" in told:
        procedures.publish(procedures.copy_for(row, company.branches[told["branch"]], by=by), by=by)


def follow_steps(ticket: Ticket, *, by: User) -> None:
    """Somebody goes through what stands for a ticket, before they propose a solution."""
    for one in checklists(ticket):
        for line in one.lines:
            if line.is_open:
                do(ticket, line.step.pk, by=by)


def know(ticket: Ticket, person: Person, company: Company, chance: random.Random) -> None:
    """What the company knows of whoever comes for the first time: both addresses, and some more of a few."""
    customer = ticket.customer
    by = company.people["mona"]
    for kind, value in (("email", person.email), ("phone", person.phone)):
        if not customer.addresses.filter(kind=kind).exists():
            add_address(customer, kind=kind, value=value, by=by)
    if customer.branch_id is not None:
        return
    values: dict[str, Any] = {"branch": company.branches[person.branch]}
    if person.organisation:
        values |= {"organisation": person.organisation, "tier": "large" if chance.random() < BIG else "medium"}
    change(customer, by=by, values=values)
    if chance.random() < KNOWN_FACT:
        note_fact(customer, text=chance.choice(_told()["fact"])["text"], by=by, ticket=ticket.number)
    if chance.random() < KNOWN_CONSENT:
        record_consent(customer, kind="survey", is_given=chance.random() < 0.7, source="phone", by=by)
    _deal(customer, company, person, chance)


def _deal(customer: Customer, company: Company, person: Person, chance: random.Random) -> None:
    for number in range(chance.randrange(3)):
        Dealing.objects.create(
            customer=customer,
            kind=Dealing.Kind.ORDER,
            external_id=f"S-{customer.pk}-{number}",
            at=timezone.now() - timedelta(days=chance.randrange(20, 300)),
            branch=company.branches[person.branch],
            amount=chance.randrange(50, 900),
            currency="SAR",
            what=chance.choice(_ORDERS),
        )


def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
