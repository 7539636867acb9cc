from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attaches.circle.people import embassies_with_guests
from attaches.models import Bulletin
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import ComboboxMultiple
from partners.models import Partner, Theme

if TYPE_CHECKING:
    from accounts.models import User


class BulletinForm(FaultsForm, forms.ModelForm):
    """A draft: what it says and whom it goes to."""

    class Meta:
        model = Bulletin
        fields = [
            *("title_ja", "title_en", "body_ja", "body_en", "themes"),
            *("to_attaches", "to_officers", "to_organisations", "to_partners"),
        ]
        widgets = {
            "body_ja": forms.Textarea(attrs={"rows": 8}),
            "body_en": forms.Textarea(attrs={"rows": 8}),
            "themes": ComboboxMultiple,
            "to_organisations": ComboboxMultiple,
            "to_partners": ComboboxMultiple,
        }
        help_texts = {
            "body_ja": _("Markdownで書けます。"),
            "themes": _("館も国も選ばないときは、このテーマに関心のある人（関心を登録していない人を含む）に届きます。"),
            "to_organisations": _("選ぶと、その館の担当全員に届きます。"),
        }

    def __init__(self, *args: Any, actor: User, only: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]
        offered = {
            "themes": lambda: Theme.objects.visible_to(actor),
            "to_organisations": lambda: embassies_with_guests(timezone.localdate()),
            "to_partners": lambda: Partner.objects.visible_to(actor).counterparts().defer("search"),
        }
        for name, rows in offered.items():
            if name in self.fields:
                self.fields[name].queryset = rows()
        for field in self.fields.values():
            field.show_hidden_initial = not self.instance._state.adding

    @property
    def version(self) -> str:
        """What the person saw; a second try is judged by the version of the first."""
        return self.data.get("version", "") if self.is_bound else str(self.instance.version)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.Meta.fields}
