"""A model that a migration adds is known to those beside it as if all had been drawn anew."""

from contextlib import nullcontext

from django.db import models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.state import ProjectState

from rafeeq.system.migrating import drawn_once

NUMBER = ("id", models.BigAutoField(primary_key=True))


def pointing_at(name: str) -> models.ForeignKey[models.Model, models.Model]:
    return models.ForeignKey(name, models.CASCADE)


# The first and the last point at each other; tags stand between two models in a table of their own.
STEPS = [
    CreateModel("Ticket", [NUMBER]),
    CreateModel("Message", [NUMBER, ("ticket", pointing_at("house.ticket"))]),
    CreateModel("Tag", [NUMBER, ("tickets", models.ManyToManyField("house.ticket"))]),
    AddField("ticket", "newest", models.ForeignKey("house.message", models.CASCADE, null=True, related_name="+")),
    CreateModel("Note", [NUMBER, ("message", pointing_at("house.message")), ("ticket", pointing_at("house.ticket"))]),
]


def known(state: ProjectState) -> dict[str, list[str]]:
    """What each model knows of itself and of those that point at it."""
    drawn = state.apps.get_models(include_auto_created=True)
    return {model.__name__: sorted(map(repr, model._meta.get_fields(include_hidden=True))) for model in drawn}


def drawn(*, once: bool) -> ProjectState:
    """The house after all steps, looked at after each."""
    state = ProjectState()
    with drawn_once() if once else nullcontext():
        for step in STEPS:
            known(state)
            step.state_forwards("house", state)
    return state


def test_all_is_known_that_django_would_draw_anew() -> None:
    quick = drawn(once=True)
    assert known(quick) == known(drawn(once=False)) == known(quick.clone())
    assert set(known(quick)) == {"Ticket", "Message", "Tag", "Tag_tickets", "Note"}
    ticket = quick.apps.get_model("house", "ticket")
    assert {relation.related_model.__name__ for relation in ticket._meta.related_objects} == {"Message", "Tag", "Note"}


def test_nobody_is_drawn_again_for_a_new_one() -> None:
    state = drawn(once=True)
    before = state.apps.get_model("house", "ticket")
    with drawn_once():
        CreateModel("Call", [NUMBER, ("ticket", pointing_at("house.ticket"))]).state_forwards("house", state)
    assert state.apps.get_model("house", "ticket") is before
    CreateModel("Visit", [NUMBER, ("ticket", pointing_at("house.ticket"))]).state_forwards("house", state)
    assert state.apps.get_model("house", "ticket") is not before  # Django's way is back
