from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attaches.circle.people import embassies_with_guests
from attaches.models import Bulletin
from diplomacy.ui.forms import ComboboxMultiple
from diplomacy.versioned.forms import VersionedForm
from partners.models import Partner, Theme

if TYPE_CHECKING:
    from accounts.models import User


class BulletinForm(VersionedForm):
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

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            themes=Theme.objects.visible_to(actor),
            to_organisations=embassies_with_guests(timezone.localdate()),
            to_partners=Partner.objects.visible_to(actor).counterparts().defer("search"),
        )
