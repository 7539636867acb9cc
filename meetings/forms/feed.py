from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from diplomacy.ui.forms import Combobox
from meetings.models import CalendarFeed, MeetingSeries


class FeedForm(forms.ModelForm):
    class Meta:
        model = CalendarFeed
        fields = ["kind", "series"]
        widgets = {"kind": forms.RadioSelect, "series": Combobox}
        help_texts = {"series": _("「一つの系列の会合」を選んだときに指定してください。")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = MeetingSeries.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        """A series belongs to the one kind and is dropped from the others, where it may have been left chosen."""
        cleaned = super().clean()
        if cleaned.get("kind") != CalendarFeed.Kind.SERIES:
            cleaned["series"] = None
        elif cleaned.get("series") is None and "series" not in self.errors:
            self.add_error("series", _("系列を選んでください。"))
        return cleaned
