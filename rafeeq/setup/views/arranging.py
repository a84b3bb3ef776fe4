"""One way to save settings for every page of them: checked, audited, and never over somebody else's change unseen."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rafeeq.setup import words
from rafeeq.setup.forms.arranging import Arranging
from rafeeq.staff.doors import StaffRequest
from rafeeq.system.actions import ChangedMeanwhile, Contested, change_preferences


def arranged(
    request: StaffRequest,
    template: str,
    form: Arranging,
    *,
    done: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page with its form; after a good POST, the page named `done` with a word on what happened."""
    status, contested, taken = 200, [], {}
    if form.is_bound and form.is_valid():
        try:
            changed = change_preferences(
                form.values(), by=request.user, role=request.user.role, seen=form.cleaned_data["seen"]
            )
        except ChangedMeanwhile as meanwhile:
            status, contested = 409, [_told(one) for one in meanwhile.contested]
            taken = form.look_again()
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing was changed."))
            return redirect(done)
    elif form.is_bound:
        status = 422
    told = [{"label": words.label(key), "theirs": words.spelled(value, key)} for key, value in taken.items()]
    shown = {"form": form, "contested": contested, "taken": told, **(context or {})}
    return render(request, template, shown, status=status)


def _told(one: Contested) -> dict[str, Any]:
    return {
        "label": words.label(one.key),
        "mine": words.spelled(one.mine, one.key),
        "theirs": words.spelled(one.theirs, one.key),
        "who": one.who,
        "at": one.at,
    }
