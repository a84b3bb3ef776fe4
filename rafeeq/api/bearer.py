"""Who calls: a token in the header, and nothing else. No cookie opens this door, so no foreign page can use one."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from rafeeq.api.actions import note_use
from rafeeq.api.models import ApiToken
from rafeeq.api.queries import token_of


class Call(HttpRequest):
    """A request that has passed the door, as the views see it: it carries its token."""

    auth: ApiToken


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    openapi_description = "rafeeq token create --user EMAIL"

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, if it is in force."""
        now = timezone.now()
        found = token_of(token)
        if found is None or not found.is_in_force(now):
            return None
        note_use(found, now)
        return found
