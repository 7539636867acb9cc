from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.importing.admission import ACCEPTED


class ImportForm(forms.Form):
    """Whatever the file is, `start_import` judges it."""

    file = forms.FileField(
        label=_("ファイル"),
        allow_empty_file=True,
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("XLSXか、CSV（UTF-8・シフトJIS）。10,000行、10MBまで。"),
    )
