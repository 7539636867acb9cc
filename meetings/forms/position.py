from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.versioned.forms import VersionedForm
from meetings.models import Position
from meetings.models.position import TEXTS

MARKDOWN = _("Markdownが使えます（見出し、箇条書き、強調、リンク）。")


class PositionForm(VersionedForm):
    """The texts of one position, or a few of them (`only`)."""

    CARRIES_EMPTY = True

    class Meta:
        model = Position
        fields = TEXTS
        help_texts = {"line_ja": MARKDOWN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.endswith("_en"):
                field.widget.attrs["lang"] = "en"


def starting_from(earlier: Position, position: Position) -> QueryDict:
    """The form as if the person had typed what an earlier position says into the texts that are still empty."""
    data = QueryDict(mutable=True)
    data["version"] = str(position.version)
    for name in TEXTS:
        written = getattr(position, name)
        data[f"initial-{name}"] = written
        data[name] = written or getattr(earlier, name)
    return data
