from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.faults import FaultsForm
from diplomacy.uploads.drawing import ACCEPTED_PICTURES
from outreach.models import Offer, Picture, Story
from partners.forms.records import RecordForm

TEXTS = ("title_ja", "summary_ja", "body_ja", "title_en", "summary_en", "body_en")
HELP = {
    "summary_ja": _("一覧と検索結果、SNSでの紹介に使われます。200字まで。"),
    "body_ja": _("Markdownで書けます。見出しは「# 」、箇条書きは「- 」で始めます。"),
    "body_en": _("公開には英語の見出し・要約・本文がすべて必要です。"),
    "source": _("事実の出典。公開ページの末尾に載ります。"),
}


class StoryForm(RecordForm):
    class Meta:
        model = Story
        fields = [*TEXTS, "themes", "partners", "source"]
        help_texts = HELP


class OfferForm(RecordForm):
    link = forms.URLField(label=_("リンク"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Offer
        fields = ["theme", *TEXTS, "organisation", "link", "contact_ja", "contact_en", "source"]
        help_texts = {
            **HELP,
            "contact_ja": _("部署の代表の連絡先を書いてください。個人の連絡先は書かないでください。"),
            "contact_en": _("問合せ先を載せるときは、日本語と英語の両方が必要です。"),
        }

    def narrow(self, actor: Any, parent: Any) -> None:
        self.keep("organisation", Q(country__slug="JP"))


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PublishForm(FaultsForm, forms.Form):
    """From when on everybody reads it, in the editor's own time zone."""

    publish_at = forms.DateTimeField(
        label=_("公開日時"),
        required=False,
        widget=MomentInput,
        help_text=_("空欄のときは、すぐに公開します。"),
    )


class PictureForm(FaultsForm, forms.ModelForm):
    file = forms.FileField(
        label=_("写真のファイル"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_PICTURES}),
        help_text=_("JPEGかPNG、横640画素以上、4000万画素まで。撮影場所などの情報は取り除かれます。"),
    )

    class Meta:
        model = Picture
        fields = ["alt_ja", "alt_en", "credit"]
        help_texts = {"alt_ja": _("写真が見えない人に、何が写っているかを伝えます。")}

    field_order = ["file"]
