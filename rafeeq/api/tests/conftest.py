"""Callers of the API."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from rafeeq.api.actions import create_token
from rafeeq.staff.models import User
from tests.cast import cast

__all__ = ["cast"]


class Caller:
    """A program with a person's token. `token` may be another one, or none."""

    def __init__(self, user: User | None, token: str | None = None) -> None:
        self.token = token if token is not None or user is None else create_token(user)
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        """GET under /api/v1/."""
        return self.client.get(self.address(path), headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """POST a JSON body under /api/v1/."""
        said = b"" if body is None else json.dumps(body).encode()
        kind = "application/json" if said else ""
        return self.client.post(self.address(path), said, content_type=kind, headers=self._headers(headers))

    @staticmethod
    def address(path: str) -> str:
        """A path under the prefix; a whole address as it is."""
        return path.removeprefix(settings.RAFEEQ_URL) if path.startswith("http") else f"/api/v1/{path}"

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return own | {"Accept-Language": "en"} | {name.replace("_", "-"): value for name, value in more.items()}


def fields_at_fault(response: HttpResponse) -> dict[str, str]:
    """Which fields a problem names, each with its code."""
    assert response["Content-Type"] == "application/problem+json"
    return {fault["field"]: fault["code"] for fault in json.loads(response.content)["errors"]}
