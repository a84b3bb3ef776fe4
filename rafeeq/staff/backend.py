"""Who is signed in, asked by a statement that is built once: every page begins with this question."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from rafeeq.staff.models import User
from rafeeq.system.rows import find


class Backend(AuthenticationBackend):  # type: ignore[misc]  # the library carries no types
    """The account library's own way in; only the person behind a session is read more cheaply."""

    def get_user(self, user_id: Any) -> User | None:
        user = find(User, id=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
