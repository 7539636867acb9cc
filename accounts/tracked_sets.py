"""History of sets of records (ministries, themes, readers): Django makes the tables between, triggers keep what was put
into a set and taken out of it.
"""

from typing import Any

from django.db.models import ManyToManyField, Model

from accounts.records import tracked

_PROXIES: dict[type[Model], type[Model]] = {}


def track_set(name: str, descriptor: Any, verbose_name: Any) -> None:
    """Keep the history of a set, `Model.field`, under a proxy of that name in the model's app."""
    column: ManyToManyField = descriptor.field
    table = column.remote_field.through
    # A proxy: the rows are Django's own, the events hang on a model that a migration can name.
    options = type("Meta", (), {"proxy": True, "verbose_name": verbose_name, "app_label": column.model._meta.app_label})
    _PROXIES[table] = tracked()(type(name, (table,), {"Meta": options, "__module__": column.model.__module__}))


def keeps_history(column: ManyToManyField) -> bool:
    return column.remote_field.through in _PROXIES


def events_of_set(column: ManyToManyField) -> Any:
    """The event model of a set's rows."""
    return _PROXIES[column.remote_field.through].pgh_event_model  # type: ignore[attr-defined]
