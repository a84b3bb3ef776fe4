"""Our name in every mail: signed ids by which an answer, a bounce or our own mail coming round is recognised.

The same proof travels in four places, since mail systems lose each of them: the Message-ID, the reply address after
its plus sign, the subject, and the link in the text.
"""

import re
import time
from collections.abc import Iterable

from rafeeq.flows.links import keys, opened_by
from rafeeq.lib import signing
from rafeeq.tickets.models import Delivery

MAIL = "mail"
SUBJECT = "mail-subject"
TRIAL = "mail-trial"
SUBJECT_MAC = 6  # bytes: short enough to stand in a subject
_SUBJECT_TOKEN = re.compile(r"\[#\d{1,19}-([a-z2-7]{8,30})\]", re.IGNORECASE)
_LINK = re.compile(r"/t/([a-z2-7]{20,80})/", re.IGNORECASE)


def message_id(delivery: Delivery, domain: str) -> str:
    """The Message-ID of a delivery, without angle brackets."""
    return f"{token_for(delivery)}.{delivery.pk}@{domain}"


def token_for(delivery: Delivery) -> str:
    return signing.sign(keys(), MAIL, delivery.ticket_id, delivery.pk)


def read_token(token: str) -> tuple[int, int] | None:
    """The (ticket, delivery) of a token of ours."""
    numbers = signing.read(keys(), MAIL, token)
    return (numbers[0], numbers[1]) if numbers is not None and len(numbers) == 2 else None


def read_message_id(value: str) -> tuple[int, int] | None:
    """The (ticket, delivery) that a Message-ID of ours names."""
    return read_token(value.partition("@")[0].partition(".")[0])


def read_address(address: str) -> tuple[int, int] | None:
    """The (ticket, delivery) behind the plus sign of an address of ours."""
    local = address.rpartition("@")[0]
    return read_token(local.rpartition("+")[2]) if "+" in local else None


def trial_id(user: int, account: int, domain: str) -> str:
    """The Message-ID of the mail with which one of ours tries a mailbox."""
    moment = int(time.time())
    return f"{signing.sign(keys(), TRIAL, user, account, moment)}@{domain}"


def read_trial(message_id: str) -> int | None:
    """Whose trial a mail is: the number of the one of ours who sent it, by our signature."""
    numbers = signing.read(keys(), TRIAL, message_id.partition("@")[0])
    return numbers[0] if numbers is not None and len(numbers) == 3 else None


def subject_token(number: int) -> str:
    """What a subject carries so that an answer finds its ticket."""
    return f"[#{number}-{signing.sign(keys(), SUBJECT, number, mac_bytes=SUBJECT_MAC)}]"


def without_subject_token(subject: str) -> str:
    return " ".join(_SUBJECT_TOKEN.sub(" ", subject).split())


def read_subject(subject: str) -> int | None:
    """The ticket that a subject names with our signature."""
    for token in _SUBJECT_TOKEN.findall(subject):
        numbers = signing.read(keys(), SUBJECT, token, mac_bytes=SUBJECT_MAC)
        if numbers is not None and len(numbers) == 1:
            return numbers[0]
    return None


def read_link(text: str) -> tuple[int, int] | None:
    """The (ticket, address) that a quoted link of ours was made for."""
    for secret in _LINK.findall(text)[:5]:
        opened = opened_by(secret)
        if opened is not None:
            return opened[0].number, opened[1]
    return None


def without_links(text: str) -> str:
    """The text with our own links made useless: whoever reads an answer must not find the customer's key in it."""
    return _LINK.sub("/t/…/", text)


def first_proof(ids: Iterable[str], addresses: Iterable[str]) -> tuple[int, int] | None:
    """The first (ticket, delivery) that one of these Message-IDs or plus addresses proves."""
    for value in ids:
        if found := read_message_id(value):
            return found
    for address in addresses:
        if found := read_address(address):
            return found
    return None
