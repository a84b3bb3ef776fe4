"""Sessions as Django keeps them, read by a statement that is built once: every page begins with this question."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from rafeeq.system.rows import find


class SessionStore(db.SessionStore):
    """One browser's session, in the table `django_session`."""

    def _get_session_from_db(self) -> Session | None:
        found = find(Session, session_key=self.session_key) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None  # what is gone or over is never taken up again
            return None
        return found

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
