from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessGroup
from diplomacy.ui.forms import Combobox, ComboboxMultiple, TimeInput
from meetings.forms.faults import FaultsForm
from meetings.models import AgendaItem, Meeting
from partners.models import Organisation, Partner, Theme

if TYPE_CHECKING:
    from accounts.models import User

# The cells of the agenda's table and the fields each of them edits.
CELLS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "start": ("start_time",),
    "title": ("title_ja", "title_en"),
    "minutes": ("duration_minutes",),
    "lead": ("lead_ministry",),
    "kind": ("kind",),
    "fate": ("proposed_by", "proposer", "fate", "fate_reason"),
}
HANDLING = ("handling", "shared_with", "access_group")


class ItemForm(FaultsForm, forms.ModelForm):
    """One agenda item, or the few fields of one cell (`only`).

    Each field carries what it held when the page was drawn (`show_hidden_initial`), so that only what the person
    changed is sent to the action, and a conflict can show the text both started from.
    """

    class Meta:
        model = AgendaItem
        fields = [
            *("title_ja", "title_en", "number", "day", "start_time", "duration_minutes", "kind"),
            *("lead_ministry", "concerned", "speaker", "themes"),
            *("proposed_by", "proposer", "fate", "fate_reason", "note", *HANDLING),
        ]
        widgets = {
            "start_time": TimeInput,
            "duration_minutes": forms.NumberInput(attrs={"min": 1, "max": 1440, "inputmode": "numeric"}),
            "day": forms.NumberInput(attrs={"min": 1, "max": 31, "inputmode": "numeric"}),
            "concerned": ComboboxMultiple,
            "themes": ComboboxMultiple,
            "proposer": Combobox,
            "shared_with": ComboboxMultiple,
        }
        help_texts = {
            "number": _("空欄なら自動で付きます。主催者の番号があるときだけ入力します。"),
            "start_time": _("空欄なら前の議題に続けて計算します。"),
            "note": _("Markdownが使えます（見出し、箇条書き、強調、リンク）。"),
        }

    def __init__(
        self, *args: Any, actor: User, meeting: Meeting, only: tuple[str, ...] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        keep = set(only or self.fields)
        if self.instance.ancestors:
            keep.discard("day")
        if not self.instance._state.adding and not actor.has_perm("meetings.change_handling", meeting):
            keep.difference_update(HANDLING)
        for name in self.fields.keys() - keep:
            del self.fields[name]
        for name, rows in choices_for(actor, self.instance).items():
            if name in self.fields:
                self.fields[name].queryset = rows
        for field in self.fields.values():
            field.show_hidden_initial = not self.instance._state.adding

    def changes(self) -> dict[str, Any]:
        """What the person changed since the page was drawn."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def choices_for(actor: User, item: AgendaItem) -> dict[str, QuerySet]:
    """What may be chosen: rows the person sees; a ministry that is set stays choosable."""
    organisations = Organisation.objects.visible_to(actor)
    ministries = organisations.filter(Q(pk__in=organisations.ministries()) | Q(pk=item.lead_ministry_id))
    return {
        "lead_ministry": ministries,
        "concerned": ministries,
        "themes": Theme.objects.visible_to(actor),
        "proposer": Partner.objects.visible_to(actor),
        "shared_with": organisations.acting_in_portal(),
        "access_group": AccessGroup.objects.filter(members=actor),
    }


class PlaceForm(forms.Form):
    """ "Move to": under which item, and behind which of those there."""

    parent = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("親の議題"), required=False)
    after = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("この議題の後"), required=False)
