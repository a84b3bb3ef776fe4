"""Who works here: what an administrator can change, and what nobody else can."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rafeeq.staff.models import User
from rafeeq.system.models import AuditEntry
from tests.cast import PASSWORD, Cast, person, signed_in


def place(user: User, **changes: object) -> dict[str, object]:
    now = {"name": user.name, "role": user.role, "branch": user.branch_id}
    return now | {"teams": list(user.teams.values_list("pk", flat=True))} | changes


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_change_is_made_and_written_down(cast: Cast) -> None:
    given = place(cast.noura, role="supervisor", branch=cast.jeddah.pk, teams=[cast.jeddah_desk.pk])
    answer = signed_in(cast.salman).post(f"/settings/people/{cast.noura.pk}/", given)
    assert answer.status_code == 302
    noura = fresh(cast.noura)
    assert (noura.role, noura.branch, list(noura.teams.all())) == ("supervisor", cast.jeddah, [cast.jeddah_desk])
    entry = AuditEntry.objects.get(what="person.changed")
    assert entry.before
    assert entry.after
    assert (entry.actor_id, entry.before["role"], entry.after["role"]) == (cast.salman.pk, "agent", "supervisor")
    assert entry.after["teams"] == [cast.jeddah_desk.name]


@pytest.mark.parametrize("who", ["noura", "khaled", "huda", "aziz", "majed", "reem"])
def test_nobody_else_changes_anybody(cast: Cast, who: str) -> None:
    client, target = signed_in(cast.staff()[who]), cast.staff()[who]
    for path, given in (
        (f"/settings/people/{target.pk}/", place(target, role="admin")),
        (f"/settings/people/{cast.salman.pk}/account/", {"state": "closed"}),
        (f"/settings/people/{cast.badr.pk}/account/", {"state": "open"}),
        (f"/settings/people/{cast.salman.pk}/second-step/", {}),
        (f"/settings/people/{cast.salman.pk}/password/", {}),
        ("/settings/people/invitations/", {"email": "x@rafeeq.example", "name": "س", "role": "admin"}),
    ):
        assert client.post(path, given).status_code == 403, path
    assert (fresh(target).role, fresh(cast.salman).is_active, fresh(cast.badr).is_active) == (target.role, True, False)


def test_nobody_gives_themselves_a_role_on_their_own_page(cast: Cast) -> None:
    given = {"name": "نورة", "role": "admin", "is_active": "1", "branch": cast.jeddah.pk, "teams": [cast.billing.pk]}
    assert signed_in(cast.noura).post("/account/", given).status_code == 302
    noura = fresh(cast.noura)
    assert (noura.name, noura.role, list(noura.teams.all())) == ("نورة", "agent", [cast.desk])


def test_a_closed_account_is_out_everywhere_at_once(cast: Cast, client: Client) -> None:
    client.post("/sign-in/", {"login": cast.noura.email, "password": PASSWORD})
    assert client.get("/inbox/").status_code == 200
    signed_in(cast.salman).post(f"/settings/people/{cast.noura.pk}/account/", {"state": "closed"})
    assert client.get("/inbox/")["Location"].startswith("/sign-in/")
    signed_in(cast.salman).post(f"/settings/people/{cast.noura.pk}/account/", {"state": "open"})
    assert client.get("/inbox/")["Location"].startswith("/sign-in/"), "the old session stays dead"
    assert list(AuditEntry.objects.order_by("pk").values_list("what", flat=True)) == ["person.closed", "person.opened"]


def test_the_last_administrator_stays(cast: Cast) -> None:
    client = signed_in(cast.salman)
    assert client.post(f"/settings/people/{cast.salman.pk}/", place(cast.salman, role="agent")).status_code == 422
    client.post(f"/settings/people/{cast.salman.pk}/account/", {"state": "closed"})
    assert (fresh(cast.salman).role, fresh(cast.salman).is_active) == ("admin", True)
    other = person("hessa", "حصة المالكي", "admin", cast.desk)
    client.post(f"/settings/people/{other.pk}/account/", {"state": "closed"})
    assert not fresh(other).is_active


def test_the_list_costs_the_same_for_many(cast: Cast) -> None:
    client = signed_in(cast.salman)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get("/settings/people/").status_code == 200
        return len(counted)

    asked()
    before = asked()
    for number in range(20):
        person(f"new{number}", f"موظف {number}", "agent", cast.desk)
    assert asked() == before


def test_what_one_chooses_is_how_one_reads(cast: Cast) -> None:
    client = signed_in(cast.noura, "en")
    client.post("/theme/", {"theme": "light"})
    given = {"name": "نورة القحطاني", "language": "ar", "digits": "latn", "calendar": "hijri", "theme": "dark"}
    client.post("/account/", given | {"signature": "  مع التحية\r\nنورة "})
    page = client.get("/account/").content.decode()
    assert '<html lang="ar" dir="rtl" data-theme="dark"' in page
    assert fresh(cast.noura).signature == "مع التحية\r\nنورة"


def test_the_list_is_narrowed(cast: Cast) -> None:
    client = signed_in(cast.aziz)
    assert "نورة" in client.get("/settings/people/", {"q": "نورة"}).content.decode()
    assert "ليلى" not in client.get("/settings/people/", {"q": "نورة"}).content.decode()
    assert "بدر" in client.get("/settings/people/", {"closed": "1"}).content.decode()
    assert "نورة" not in client.get("/settings/people/", {"role": "admin"}).content.decode()
