"""Found the house: the first branch and team, a person, the first key."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from rafeeq.staff import queries
from rafeeq.staff.actions.hours import found_calendar
from rafeeq.staff.models import Branch, Role, Team, User
from rafeeq.system.actions import remember
from rafeeq.system.models import Setting
from rafeeq.system.queries import setting

FIRST_LINK = "first_administrator_link"


def found() -> Team:
    """Make the first branch, team and calendar if there are none; safe to call at every start."""
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        found_calendar()
        branch = Branch.objects.filter(is_default=True).first()
        if branch is None:
            branch = Branch.objects.create(name=_("Main branch"), is_default=True)
        team = Team.objects.filter(is_default=True).first()
        if team is None:
            team = Team.objects.create(name=_("Customer service"), branch=branch, is_default=True)
    return team


def create_user(
    *,
    email: str,
    name: str,
    role: str,
    password: str | None = None,
    team: Team | None = None,
    branch: Branch | None = None,
    teams: Sequence[Team] | None = None,
    language: str = "",
) -> User:
    """Make a person who can sign in. Without team and branch they join the default ones; `teams` are exactly theirs.

    Raises ValidationError, with a sentence for each fault, for a bad address, an address in use, an unknown role or
    a password that is too weak.
    """
    email, name = email.strip().lower(), name.strip()
    validate_email(email)
    if not name:
        raise ValidationError(_("A name is needed."))
    if role not in Role.values:
        raise ValidationError(_("There is no role “%(role)s”."), params={"role": role})
    if User.objects.filter(email__iexact=email).exists():
        raise _taken(email)
    found()
    if team is None and teams is None:
        team = queries.default_team() if branch is None else branch.teams.order_by("-is_default", "pk").first()
    user = User(
        email=email,
        name=name,
        role=role,
        branch=branch or (team.branch if team else queries.default_branch()),
        language=language,
    )
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            user.teams.set(teams if teams is not None else [team] if team else [])
    except IntegrityError:  # the same address, twice at one moment
        raise _taken(email) from None
    return user


def _taken(email: str) -> ValidationError:
    return ValidationError(_("Somebody already signs in with %(email)s."), params={"email": email})


def first_administrator_link() -> str | None:
    """A new one-time secret for making the first administrator; None once anybody can sign in.

    Only its hash is kept, and each call replaces the one before.
    """
    if queries.anybody_there():
        return None
    secret = secrets.token_urlsafe(24)
    remember(FIRST_LINK, _hash(secret), by=None)
    return f"{settings.RAFEEQ_URL}/first/{secret}/"


def is_first_secret(secret: str) -> bool:
    """Whether this secret still opens the door for the first administrator."""
    kept = setting(FIRST_LINK, "")
    return bool(kept) and hmac.compare_digest(str(kept), _hash(secret)) and not queries.anybody_there()


def create_first_administrator(secret: str, *, email: str, name: str, password: str) -> User | None:
    """Make the first administrator and burn the link; None when the link no longer holds."""
    with transaction.atomic():
        # The row is held, so that two who hold the link at once do not both come in.
        list(Setting.objects.select_for_update().filter(key=FIRST_LINK))
        if not is_first_secret(secret):
            return None
        user = create_user(email=email, name=name, role=Role.ADMIN, password=password)
        remember(FIRST_LINK, "", by=None)
    return user


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
