"""Steps of migrations that do not draw every model anew.

Django's own steps, and the library's for triggers, draw the model and all that it is related to, however far, after
each step: here all are related, and that was nine tenths of a first `migrate`. `makemigrations` writes the original
names; put these in their place.

A trigger, an index or a constraint is nothing of what a model is to Python: it stands in the state as usual, and is
drawn with the next change of a field. After a new model or field that one model is drawn. Others may then know it as
it was before, which the schema does not show; a step that reads or writes rows starts from models drawn afresh, as
after Django's own delayed changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState
from pgtrigger import migrations as triggers


@contextmanager
def drawn_alone(state: ProjectState, app_label: str, model_name: str) -> Iterator[None]:
    """Change the state inside without any drawing; then the one model is drawn."""
    apps = state.__dict__.pop("apps", None)
    yield
    if apps is not None:
        state.apps, state.is_delayed = apps, True
        apps.unregister_model(app_label, model_name)
        apps.render_multiple([state.models[app_label, model_name]])


class CreateModel(migrations.CreateModel):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        with drawn_alone(state, app_label, self.name_lower):
            super().state_forwards(app_label, state)


class AddField(migrations.AddField):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        with drawn_alone(state, app_label, self.model_name_lower):
            super().state_forwards(app_label, state)


class AlterField(migrations.AlterField):
    """For fields that point to no other model."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        with drawn_alone(state, app_label, self.model_name_lower):
            super().state_forwards(app_label, state)


def add_option(state: ProjectState, app_label: str, model_name: str, option: str, added: Any) -> None:
    options = state.models[app_label, model_name.lower()].options
    options[option] = [*options.get(option, []), added]


class AddTrigger(triggers.AddTrigger):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        add_option(state, app_label, self.model_name, "triggers", self.trigger)


class RemoveTrigger(triggers.RemoveTrigger):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [kept for kept in options["triggers"] if kept.name != self.name]


class AddIndex(migrations.AddIndex):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        add_option(state, app_label, self.model_name, "indexes", self.index.clone())


class AddConstraint(migrations.AddConstraint):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        add_option(state, app_label, self.model_name, "constraints", self.constraint)
