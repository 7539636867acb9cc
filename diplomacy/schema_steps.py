"""Steps of migrations that change the database and nothing of what a model is to Python.

Django's own steps, and the library's for triggers, draw the model and all its relations anew after each trigger, index
and constraint, which made up most of the time of a first `migrate`. `makemigrations` writes the original names; put
these in their place. What a step adds stands in the state as usual, and is drawn with the next change of a field.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger as DrawingAddTrigger


def add_option(state: ProjectState, app_label: str, model_name: str, option: str, added: Any) -> None:
    options = state.models[app_label, model_name.lower()].options
    options[option] = [*options.get(option, []), added]


class AddTrigger(DrawingAddTrigger):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        add_option(state, app_label, self.model_name, "triggers", self.trigger)


class AddIndex(migrations.AddIndex):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        add_option(state, app_label, self.model_name, "indexes", self.index.clone())


class AddConstraint(migrations.AddConstraint):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        add_option(state, app_label, self.model_name, "constraints", self.constraint)
