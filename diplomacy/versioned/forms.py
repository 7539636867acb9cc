"""The form over a row that two people may edit at once: what the person changed is saved, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from diplomacy.ui.faults import FaultsForm

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


class VersionedForm(FaultsForm, forms.ModelForm):
    """The form of one row, or of a few of its fields (`only`).

    Over a row that is kept each field carries what it held when the page was drawn (`show_hidden_initial`), so that
    only what the person changed is sent to the action, and a conflict can show the text both started from.
    """

    # Set where a text has its place before anybody wrote it: two people may write the first one at once.
    CARRIES_EMPTY = False

    def __init__(self, *args: Any, only: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - set(only or self.fields):
            del self.fields[name]
        for field in self.fields.values():
            field.show_hidden_initial = self.CARRIES_EMPTY or not self.instance._state.adding

    def offer(self, **rows: QuerySet) -> None:
        """Let these rows be chosen, field by field; of a field that is not shown nothing is offered."""
        for name in self.fields.keys() & rows.keys():
            self.fields[name].queryset = rows[name]

    def leave_untold(self, *names: str) -> None:
        """Draw as empty each named choice whose record is not offered: it is not told of, and left empty it stays."""
        for name in self.fields.keys() & names:
            key = self.initial.get(name)
            if key and not self.fields[name].queryset.filter(pk=key).exists():
                self.initial[name] = None

    @property
    def version(self) -> str:
        """What the person saw; a second try is judged by the version of the first."""
        return self.data.get("version", "") if self.is_bound else str(self.instance.version)

    def changes(self) -> dict[str, Any]:
        """What the person changed since the page was drawn."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ActionRuledForm(VersionedForm):
    """Checks its fields alone: the rules over the row are asked by the action, which names every fault."""

    def _post_clean(self) -> None:
        pass
