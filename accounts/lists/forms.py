from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.lists.listing import Listing
from accounts.models import SavedFilter

MOST_SAVED = 50
LONGEST_QUERY = 2000


class SavedFilterForm(forms.ModelForm):
    """Name and query of a saved filter; of the query only the list's own conditions are kept."""

    query = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)

    class Meta:
        model = SavedFilter
        fields = ["name", "query"]
        labels = {"name": _("条件の名称")}

    def __init__(self, *args: Any, listing: type[Listing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listing = listing

    def clean_query(self) -> str:
        given = QueryDict(self.cleaned_data["query"])
        kept = QueryDict(mutable=True)
        for name in self.listing.filter_class.base_filters:
            values = [value for value in given.getlist(name) if value]
            if values:
                kept.setlist(name, values)
        query = kept.urlencode()
        if len(query) > LONGEST_QUERY:
            raise ValidationError(_("条件が長すぎて保存できません。"))
        return query

    def clean(self) -> dict:
        cleaned = super().clean()
        others = SavedFilter.objects.filter(user=self.instance.user, page=self.instance.page).exclude(
            pk=self.instance.pk
        )
        if others.filter(name=cleaned.get("name")).exists():
            self.add_error("name", _("同じ名称の条件がもうあります。別の名称にしてください。"))
        if others.count() >= MOST_SAVED:
            raise ValidationError(
                _("保存できる条件は%(most)s件までです。使わないものを削除してください。"), params={"most": MOST_SAVED}
            )
        return cleaned
