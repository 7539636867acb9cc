from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from diplomacy.ui.forms import Combobox, ComboboxMultiple, TimeInput
from diplomacy.ui.titles import local
from meetings.actions.agenda import LAST
from meetings.forms.part import HANDLING, PartForm, ministries_for
from meetings.models import AgendaItem
from meetings.outline import Row
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


class ItemForm(PartForm):
    """One agenda item, or the few fields of one cell (`only`)."""

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
        labels = {"title_ja": _("議題名"), "title_en": _("議題名（英語）")}
        help_texts = {
            "number": _("空欄なら自動で付きます。主催者の番号があるときだけ入力します。"),
            "start_time": _("空欄なら前の議題に続けて計算します。"),
            "note": _("Markdownが使えます（見出し、箇条書き、強調、リンク）。"),
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if self.instance.ancestors:
            self.fields.pop("day", None)
        ministries = ministries_for(self.instance, actor)
        self.offer(
            lead_ministry=ministries,
            concerned=ministries,
            themes=Theme.objects.visible_to(actor),
            proposer=Partner.objects.visible_to(actor),
        )


class BulkForm(forms.Form):
    """One deed for several items of the table."""

    DEEDS = ("lead", "kind", "indent", "delete")
    deed = forms.ChoiceField(choices=[(name, name) for name in DEEDS])
    lead_ministry = forms.ModelChoiceField(Organisation.objects.none(), required=False)
    kind = forms.ChoiceField(choices=AgendaItem.Kind.choices, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_ministry"].queryset = Organisation.objects.visible_to(actor).ministries()

    def changes(self) -> dict[str, Any]:
        """The field the deed sets, with its value."""
        if self.cleaned_data["deed"] == "lead":
            return {"lead_ministry": self.cleaned_data["lead_ministry"]}
        return {"kind": self.cleaned_data["kind"] or AgendaItem.Kind.DISCUSSION}


def bulk_choices(actor: User) -> dict[str, Any]:
    """The choices of `BulkForm`, written out by the page itself: widgets cost a template for each option."""
    rows = Organisation.objects.visible_to(actor).ministries().values_list("pk", "name_ja", "name_en")
    return {"ministries": [(key, local(ja, en)) for key, ja, en in rows], "kinds": AgendaItem.Kind.choices}


class PasteForm(forms.Form):
    """Lines to make a tree of, and under which item."""

    text = forms.CharField(
        label=_("貼り付ける行"),
        widget=forms.Textarea(attrs={"rows": 12, "wrap": "off"}),
        max_length=1_000_000,
        strip=False,
        validators=[refuse_control_characters],
        help_text=_("WordやExcelからそのまま貼り付けます。字下げや番号から階層を読み取ります。一度に500行まで。"),
    )
    parent = forms.ChoiceField(label=_("親の議題"), required=False)

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.item.pk), f"{row.number} {row.item}") for row in rows]
        self.fields["parent"].choices = [("", _("なし（いちばん上の階層）")), *named]


class PlaceForm(forms.Form):
    """ "Move to": behind, before or under another item, or to the end of the top level."""

    WHERE = [("after", _("の後")), ("before", _("の前")), ("under", _("の下"))]
    target = forms.ChoiceField(label=_("移動先の議題"), required=False)
    where = forms.ChoiceField(label=_("位置"), choices=WHERE, initial="after")

    def __init__(self, *args: Any, rows: list[Row], item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {
            str(row.item.pk): row.item for row in rows if row.item.pk != item.pk and item.pk not in row.item.ancestors
        }
        named = [(str(row.item.pk), f"{row.number} {row.item}") for row in rows if str(row.item.pk) in self.rows]
        self.fields["target"].choices = [("", _("いちばん上の階層の末尾")), *named]

    def place(self, item: AgendaItem) -> dict[str, Any]:
        """Where that is, as `move_item` takes it."""
        target = self.rows.get(self.cleaned_data["target"])
        if target is None:
            return {"parent": None, "after": LAST}
        where = self.cleaned_data["where"]
        if where == "under":
            return {"parent": target.pk, "after": LAST}
        if where == "after":
            return {"parent": target.parent_id, "after": target.pk}
        level = [row for row in self.rows.values() if row.parent_id == target.parent_id]
        at = level.index(target)
        return {"parent": target.parent_id, "after": level[at - 1].pk if at else None}
