from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import ComboboxMultiple
from diplomacy.uploads.kinds import ACCEPTED
from meetings.forms.part import HANDLING, PartForm
from meetings.models import AgendaItem, Document, Meeting
from meetings.outline import outline

if TYPE_CHECKING:
    from accounts.models import User


def file_field() -> forms.FileField:
    return forms.FileField(
        label=_("ファイル"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF、Word、Excel、PowerPoint、ODT、TXT、CSV、PNG、JPEG。マクロやパスワードのないもの。"),
    )


def note_field() -> forms.CharField:
    return forms.CharField(label=_("変更点"), required=False, max_length=300, validators=[refuse_control_characters])


class DocumentForm(PartForm):
    """What a document is called, what it is, and which item it belongs to."""

    class Meta:
        model = Document
        fields = ["title_ja", "title_en", "item", "kind", "language"]

    def __init__(self, *args: Any, actor: User, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, meeting=meeting, **kwargs)
        if "item" in self.fields:
            self._offer_items(actor, meeting)

    def _offer_items(self, actor: User, meeting: Meeting) -> None:
        """In the order and with the numbers of the agenda as the person sees it."""
        field = self.fields["item"]
        field.queryset = AgendaItem.objects.in_visible(meeting, actor).live()
        rows = [(str(row.item.pk), f"{row.number} {row.item}") for row in outline(meeting, actor).rows]
        field.choices = [("", _("会合全体の資料")), *rows]


class NewDocumentForm(DocumentForm):
    """A document with its first file and how far it may go."""

    file = file_field()

    class Meta(DocumentForm.Meta):
        fields = [*DocumentForm.Meta.fields, *HANDLING]
        widgets = {"shared_with": ComboboxMultiple}
        help_texts = {"shared_with": _("「共有先限り」のとき、自分の府省とここで選んだ機関だけが読めます。")}

    field_order = ["file"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class VersionForm(FaultsForm, forms.Form):
    """The file that supersedes the newest one."""

    file = file_field()
    note = note_field()
