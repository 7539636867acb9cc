from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.faults import FaultsForm
from meetings.models import Position
from meetings.models.position import TEXTS

if TYPE_CHECKING:
    from collections.abc import Collection

MARKDOWN = _("Markdownが使えます（見出し、箇条書き、強調、リンク）。")


class PositionForm(FaultsForm, forms.ModelForm):
    """The texts of one position, or a few of them (`only`).

    Each carries what it held when the page was drawn (`show_hidden_initial`), so that only what the person changed is
    sent to the action, and a conflict can show the text both started from.
    """

    class Meta:
        model = Position
        fields = TEXTS
        help_texts = {"line_ja": MARKDOWN}

    def __init__(self, *args: Any, only: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - set(only or self.fields):
            del self.fields[name]
        for name, field in self.fields.items():
            field.show_hidden_initial = True
            if name.endswith("_en"):
                field.widget.attrs["lang"] = "en"

    @property
    def version(self) -> str:
        """What the person saw; a second try is judged by the version of the first."""
        return self.data.get("version", "") if self.is_bound else str(self.instance.version)

    def changes(self) -> dict[str, str]:
        """What the person changed since the page was drawn."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def starting_from(earlier: Position, position: Position) -> QueryDict:
    """The form as if the person had typed what an earlier position says into the texts that are still empty."""
    data = QueryDict(mutable=True)
    data["version"] = str(position.version)
    for name in TEXTS:
        written = getattr(position, name)
        data[f"initial-{name}"] = written
        data[name] = written or getattr(earlier, name)
    return data
