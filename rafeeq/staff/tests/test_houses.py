"""Teams and branches, and the page of roles."""

import pytest
from django.test import Client
from django.utils.translation import override

from rafeeq.staff import rules, wording
from rafeeq.staff.actions.houses import mark
from rafeeq.staff.models import Branch, Role, Team
from rafeeq.staff.queries import default_branch, default_team, team
from rafeeq.system.models import AuditEntry
from tests.cast import Cast, signed_in


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.salman)


def told() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("what", flat=True))


def test_a_team_is_made_renamed_and_filled(cast: Cast, admin: Client) -> None:
    admin.post("/settings/teams/new/", {"name": "المرتجعات", "branch": cast.jeddah.pk, "members": [cast.fahd.pk]})
    made = Team.objects.get(name="المرتجعات")
    assert (made.branch, list(made.members.all())) == (cast.jeddah, [cast.fahd])
    admin.post(f"/settings/teams/{made.pk}/", {"name": "المرتجعات والاستبدال", "members": [cast.noura.pk]})
    made.refresh_from_db()
    assert (made.name, list(made.members.all())) == ("المرتجعات والاستبدال", [cast.noura])
    assert told() == ["team.made", "team.changed"]


def test_whoever_saves_a_team_or_a_branch_second_sees_both_versions(cast: Cast, admin: Client) -> None:
    where = f"/settings/teams/{cast.billing.pk}/"
    seen = mark(cast.billing)
    first = {"name": "الفواتير والسداد", "members": [cast.layla.pk, cast.noura.pk], "seen": seen}
    assert admin.post(where, first).status_code == 302
    mine = {"name": "فواتير الأفراد", "members": [cast.layla.pk], "seen": seen}
    late = admin.post(where, mine)
    page = late.content.decode()
    assert late.status_code == 409
    assert page.count('<dl class="versions">') == 2, "the name and the people"
    for words in ("الفواتير والسداد", "فواتير الأفراد", cast.salman.name, f"{cast.layla.name}، {cast.noura.name}"):
        assert words in page
    cast.billing.refresh_from_db()
    assert cast.billing.name == "الفواتير والسداد"
    assert 'value="فواتير الأفراد"' in page
    assert admin.post(where, mine | {"seen": mark(cast.billing)}).status_code == 302
    place = f"/settings/branches/{cast.jeddah.pk}/"
    seen = mark(cast.jeddah)
    assert admin.post(place, {"name": "جدة الشمال", "seen": seen}).status_code == 302
    late = admin.post(place, {"name": "جدة الجنوب", "seen": seen})
    assert late.status_code == 409
    assert all(words in late.content.decode() for words in ("جدة الشمال", "جدة الجنوب"))
    cast.jeddah.refresh_from_db()
    assert cast.jeddah.name == "جدة الشمال"


def test_a_name_counts_once_in_a_branch(cast: Cast, admin: Client) -> None:
    answer = admin.post("/settings/teams/new/", {"name": cast.billing.name, "branch": cast.riyadh.pk})
    assert answer.status_code == 422
    assert admin.post("/settings/branches/new/", {"name": cast.jeddah.name}).status_code == 422
    assert admin.post(f"/settings/branches/{cast.riyadh.pk}/", {"name": cast.jeddah.name}).status_code == 422


def test_the_default_moves_and_is_always_one(cast: Cast, admin: Client) -> None:
    admin.post(f"/settings/teams/{cast.jeddah_desk.pk}/default/")
    assert (default_team(), default_branch()) == (cast.jeddah_desk, cast.jeddah)
    assert Team.objects.filter(is_default=True).count() == 1


def test_a_dissolved_team_is_gone_from_every_list(cast: Cast, admin: Client) -> None:
    admin.post(f"/settings/teams/{cast.billing.pk}/dissolution/", {"into": cast.desk.pk})
    assert cast.billing.name not in admin.get("/settings/teams/").content.decode()
    assert admin.get(f"/settings/teams/{cast.billing.pk}/").status_code == 404
    assert team(cast.billing.pk) == cast.desk, "what is bound to it arrives at its heir"
    assert list(cast.layla.teams.all()) == []
    answer = admin.post("/settings/teams/new/", {"name": "الفواتير", "branch": cast.riyadh.pk})
    assert answer.status_code == 302, "its name is free again"


def test_the_default_team_and_a_way_to_itself_are_refused(cast: Cast, admin: Client) -> None:
    admin.post(f"/settings/teams/{cast.desk.pk}/dissolution/", {"into": cast.billing.pk})
    admin.post(f"/settings/teams/{cast.billing.pk}/dissolution/", {"into": cast.billing.pk})
    admin.post(f"/settings/teams/{cast.billing.pk}/dissolution/", {"into": 987654})
    assert not Team.objects.filter(dissolved_at__isnull=False).exists()


def test_heirs_of_heirs_receive(cast: Cast, admin: Client) -> None:
    admin.post(f"/settings/teams/{cast.billing.pk}/dissolution/", {"into": cast.jeddah_desk.pk})
    admin.post(f"/settings/teams/{cast.jeddah_desk.pk}/dissolution/", {"into": cast.desk.pk})
    assert team(cast.billing.pk) == cast.desk


def test_a_branch_closes_only_when_it_is_empty(cast: Cast, admin: Client) -> None:
    admin.post(f"/settings/branches/{cast.jeddah.pk}/closing/")
    assert Branch.objects.get(pk=cast.jeddah.pk).closed_at is None
    admin.post("/settings/branches/new/", {"name": "فرع الدمام"})
    made = Branch.objects.get(name="فرع الدمام")
    admin.post(f"/settings/branches/{made.pk}/closing/")
    admin.post(f"/settings/branches/{cast.riyadh.pk}/closing/")
    assert list(Branch.objects.filter(closed_at__isnull=False)) == [made]


def test_every_right_of_the_rules_stands_on_the_page(cast: Cast, admin: Client) -> None:
    asked = {
        name.removeprefix("may_"): function for name, function in vars(rules).items() if name.startswith("may_")
    } | {"hear_conduct": rules.hears_complaints_about_conduct}
    assert asked.keys() == rules.MAY.keys() == wording.MAY.keys(), "add the new right to rules.MAY and wording.MAY"
    for name, function in asked.items():
        assert {role for role in Role.values if function(role)} == set(rules.MAY[name])
    page = admin.get("/settings/roles/").content.decode()
    with override("ar"):
        for name, words in wording.MAY.items():
            assert page.count(f">{words}<") == len(rules.MAY[name]), f"{name} stands once with each role that may"
    assert wording.ROLES.keys() == set(Role.values)
