"""Addresses of people: the door, one's own account, and the rooms of the settings about people."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.module_loading import import_string

from rafeeq.staff.views import (
    absences,
    announcement,
    departments,
    entrance,
    first,
    holidays,
    hours,
    houses,
    invitations,
    passwords,
    people,
    roles,
    week,
    year,
)
from rafeeq.staff.views import account as own

app_name = "staff"

urlpatterns = [
    path("first/<str:secret>/", first.first_administrator, name="first_administrator"),
    path("invitation/<str:secret>/", invitations.welcome, name="invitation"),
    path("password/", passwords.forgotten, name="password_forgotten"),
    path("password/<str:secret>/", passwords.by_link, name="password_reset_link"),
    path("account/", own.account, name="account"),
    path("account/security/", own.security, name="security"),
    path("account/password/", own.password, name="password"),
    path("account/sign-ins/<int:pk>/end/", own.end_sign_in, name="end_sign_in"),
    path("account/sign-ins/others/end/", own.end_others, name="end_other_sign_ins"),
    path("account/taking/", own.taking, name="taking"),
    path("account/absence/", absences.own_absence, name="absence"),
    path("account/absence/<int:pk>/end/", absences.end, name="end_absence"),
    path("account/absence/<int:pk>/return/", absences.ask_back, name="ask_back"),
    path("settings/absences/", absences.absences, name="absences"),
    path("settings/absences/<int:pk>/end/", absences.end_for, name="end_absence_for"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invitations/", invitations.invite, name="invite"),
    path("settings/people/invitations/<int:pk>/renewal/", invitations.renew, name="invitation_renewal"),
    path("settings/people/invitations/<int:pk>/withdrawal/", invitations.withdraw, name="invitation_withdrawal"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/seat/", people.seat, name="seat"),
    path("settings/people/<int:pk>/account/", people.account, name="person_account"),
    path("settings/people/<int:pk>/password/", people.reset, name="person_password"),
    path("settings/people/<int:pk>/second-step/", people.second_factor, name="person_second_factor"),
    path("settings/teams/", houses.teams, name="teams"),
    path("settings/teams/new/", houses.new_team, name="new_team"),
    path("settings/teams/<int:pk>/", houses.team, name="team"),
    path("settings/teams/<int:pk>/default/", houses.default_team, name="default_team"),
    path("settings/teams/<int:pk>/dissolution/", houses.dissolve_team, name="dissolve_team"),
    path("settings/branches/", houses.branches, name="branches"),
    path("settings/branches/new/", houses.new_branch, name="new_branch"),
    path("settings/branches/<int:pk>/", houses.branch, name="branch"),
    path("settings/branches/<int:pk>/closing/", houses.close_branch, name="close_branch"),
    path("settings/hours/", hours.hours, name="hours"),
    path("settings/hours/new/", hours.new, name="new_calendar"),
    path("settings/hours/<int:pk>/", hours.calendar, name="calendar"),
    path("settings/hours/<int:pk>/week/", week.week, name="calendar_week"),
    path("settings/hours/<int:pk>/ramadan/", week.ramadan, name="calendar_ramadan"),
    path("settings/hours/<int:pk>/holidays/", holidays.holidays, name="calendar_holidays"),
    path("settings/hours/<int:pk>/holidays/country/", holidays.adopt, name="adopt_holidays"),
    path("settings/hours/<int:pk>/holidays/removal/", holidays.remove, name="remove_holiday"),
    path("settings/hours/<int:pk>/announcement/", announcement.announcement, name="announcement"),
    path("settings/hours/<int:pk>/year/", year.year, name="calendar_year"),
    path("settings/hours/<int:pk>/followers/", hours.followers, name="calendar_followers"),
    path("settings/hours/<int:pk>/default/", hours.make_default, name="default_calendar"),
    path("settings/hours/<int:pk>/removal/", hours.remove, name="remove_calendar"),
    path("settings/departments/", departments.departments, name="departments"),
    path("settings/departments/new/", departments.new_department, name="new_department"),
    path("settings/departments/<int:pk>/", departments.department, name="department"),
    path("settings/departments/<int:pk>/dissolution/", departments.dissolve_department, name="dissolve_department"),
    path("settings/departments/skills/", departments.new_skill, name="new_skill"),
    path("settings/departments/skills/<int:pk>/", departments.skill, name="skill"),
    path("settings/departments/skills/<int:pk>/removal/", departments.remove_skill, name="remove_skill"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/second-step/", roles.second_factor, name="role_second_factor"),
]


def later(name: str) -> Callable[..., HttpResponseBase]:
    """A page of the library's second step, loaded when it is first asked for: it brings heavy parts along."""

    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found: HttpResponseBase = import_string(f"allauth.mfa.{name}")(request, *args, **kwargs)
        return found

    return page


# The account library finds its pages by these bare names.
account_urlpatterns = [
    path("sign-in/", entrance.SignIn.as_view(), name="account_login"),
    path("sign-in/second-step/", later("base.views.authenticate"), name="mfa_authenticate"),
    path("sign-in/passkey/", later("webauthn.views.login_webauthn"), name="mfa_login_webauthn"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/proof/", account.reauthenticate, name="account_reauthenticate"),
    path("account/proof/code/", later("base.views.reauthenticate"), name="mfa_reauthenticate"),
    path("account/proof/passkey/", later("webauthn.views.reauthenticate_webauthn"), name="mfa_reauthenticate_webauthn"),
    path("account/second-step/", own.to_security, name="mfa_index"),
    path("account/second-step/telephone/", later("totp.views.activate_totp"), name="mfa_activate_totp"),
    path("account/second-step/telephone/removal/", later("totp.views.deactivate_totp"), name="mfa_deactivate_totp"),
    path(
        "account/second-step/codes/", later("recovery_codes.views.view_recovery_codes"), name="mfa_view_recovery_codes"
    ),
    path(
        "account/second-step/codes/new/",
        later("recovery_codes.views.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/file/",
        later("recovery_codes.views.download_recovery_codes"),
        name="mfa_download_recovery_codes",
    ),
    path("account/second-step/passkeys/", own.to_security, name="mfa_list_webauthn"),
    path("account/second-step/passkeys/new/", later("webauthn.views.add_webauthn"), name="mfa_add_webauthn"),
    path("account/second-step/passkeys/<int:pk>/", later("webauthn.views.edit_webauthn"), name="mfa_edit_webauthn"),
    path(
        "account/second-step/passkeys/<int:pk>/removal/",
        later("webauthn.views.remove_webauthn"),
        name="mfa_remove_webauthn",
    ),
]
