"""Small ways to read pages in these tests."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TICKET_LINK = re.compile(r'href="/inbox/(\d+)/"')


def shown(client: Client, address: str, /, **query: str) -> str:
    """The page at this address, which must be there."""
    page = client.get(address, query)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def numbers(client: Client, /, **query: str) -> list[int]:
    """The tickets on a list page, in order."""
    return [int(number) for number in TICKET_LINK.findall(shown(client, "/inbox/", **query))]


def cost(client: Client, address: str) -> int:
    """How many queries this page takes, without what a process learns once and keeps."""
    shown(client, address)
    with CaptureQueriesContext(connection) as queries:
        shown(client, address)
    return len(queries)


def once_in(page: str, form: str) -> str:
    """The one-time mark in a form of this page."""
    found = re.search(rf'name="once" value="([^"]+)" id="{form}_once"', page)
    assert found is not None
    return found[1]


def sent(client: Client, address: str, /, **entered: Any) -> str:
    """What stands on the page after a form was sent and its redirect followed; the form must have been accepted."""
    answer = client.post(address, entered)
    assert answer.status_code == 302, (address, answer.status_code, answer.content.decode()[-4000:])
    return shown(client, answer["Location"])


def returned(client: Client, address: str, /, **entered: Any) -> str:
    """The page on which a form came back with something wrong."""
    answer = client.post(address, entered)
    assert answer.status_code == 422, (address, answer.status_code)
    return answer.content.decode()
