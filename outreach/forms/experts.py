from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.faults import FaultsForm
from diplomacy.uploads.drawing import ACCEPTED_PICTURES
from outreach.models import Expert, Tongue
from partners.forms.records import RecordForm
from partners.regions import REGIONS


def several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class ExpertForm(RecordForm):
    languages = several(_("講演できる言語"), Tongue.choices)
    regions = several(_("詳しい地域"), list(REGIONS.items()), required=False)

    class Meta:
        model = Expert
        fields = [
            *("name_ja", "reading", "name_en", "institution", "post_ja", "post_en", "field_ja", "field_en", "themes"),
            *("honours_ja", "honours_en", "languages", "regions", "available_from", "available_until"),
            *("most_per_year", "limits", "email", "consented_on", "source"),
        ]
        labels = {"name_ja": _("氏名"), "name_en": _("氏名（英語）")}
        help_texts = {
            "name_ja": _("日本語か英語のどちらかを入力してください。"),
            "consented_on": _(
                "本人が、専門家派遣の候補として登録されることに同意した日。同意のない人は登録できません。"
            ),
            "limits": _("移動の制約や配慮が必要なこと。選定と連絡のほかには使いません。"),
            "most_per_year": _("これより多く依頼しようとすると、選定のときに知らせます。"),
        }

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("institution", Q(country__slug="JP"))


class PortraitForm(FaultsForm, forms.Form):
    file = forms.FileField(
        label=_("写真のファイル"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED_PICTURES}),
        help_text=_(
            "JPEGかPNG、横640画素以上、4000万画素まで。撮影場所などの情報は取り除かれます。本人が登録に同意した写真だけを使ってください。"
        ),
    )
