from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.faults import FaultsForm


class ErasureForm(FaultsForm, forms.Form):
    reason = forms.CharField(
        label=_("消去する理由"),
        max_length=300,
        validators=[refuse_control_characters, refuse_line_feeds],
        help_text=_("理由は記録に残ります。氏名などの個人情報は書かないでください。"),
    )
    sure = forms.BooleanField(label=_("元に戻せないことを確かめました"))
