"""Migrations as Django applies them, without drawing the models of the house anew for each one that joins them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def drawn_once() -> Iterator[None]:
    """While this lasts, a model that a migration adds is drawn beside the others, and the others stay as they are.

    Django draws all models again that are related to a new one, however far. Nobody can have meant the new one before
    it was there, so all that this tells them are the ways back from it, and those the new model's own fields tell. In
    a house where everything hangs together it is most of what a first start does.
    """
    djangos = ProjectState.add_model
    ProjectState.add_model = _add_model  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.add_model = djangos  # type: ignore[method-assign]


def _add_model(state: ProjectState, model: ModelState) -> None:
    """Django's own, but for what is drawn."""
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:  # not drawn yet: then all of them are, when somebody first asks
        state.apps.render_multiple([model])
