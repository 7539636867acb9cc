from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attaches.circle.people import embassies_with_guests, guests
from attaches.models import CircleEvent, Invitation
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import ComboboxMultiple, DateInput, TimeInput
from diplomacy.versioned.forms import VersionedForm
from meetings.forms.documents import file_field
from partners.models import Organisation, Theme

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


class EventForm(VersionedForm):
    """A gathering's facts. Who is invited and how far it may go are said elsewhere."""

    class Meta:
        model = CircleEvent
        fields = [
            *("title_ja", "title_en", "on_date", "start_time", "end_time", "time_zone", "place"),
            *("description_ja", "description_en", "themes", "answer_by", "next_on", "contact_email"),
        ]
        widgets = {
            "on_date": DateInput,
            "start_time": TimeInput,
            "end_time": TimeInput,
            "answer_by": DateInput,
            "next_on": DateInput,
            "themes": ComboboxMultiple,
            "description_ja": forms.Textarea(attrs={"rows": 5}),
            "description_en": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "place": _("日時か場所を変えると、招待した人に改めて出欠を尋ねます。"),
            "description_ja": _("Markdownで書けます。招待した人が読みます。"),
            "answer_by": _("この日の終わりまで回答と変更を受け付けます。空欄なら開始まで受け付けます。"),
            "contact_email": _("招待メールへの返信と、カレンダーからの回答が届きます。招待した人に見えます。"),
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(themes=Theme.objects.visible_to(actor))


class PersonChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return f"{person} · {person.organisation}"


class InviteForm(FaultsForm, forms.Form):
    """By embassy, by theme, by name: whoever is in one of the three is asked."""

    embassies = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("大使館・在外公館"),
        required=False,
        widget=ComboboxMultiple,
        help_text=_("選んだ館のアカウントのある担当全員を招待します。"),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("テーマ"),
        required=False,
        widget=ComboboxMultiple,
        help_text=_("関心のあるテーマとして登録している人を招待します。"),
    )
    people = PersonChoice(
        Theme.objects.none(),
        label=_("個人"),
        required=False,
        widget=ComboboxMultiple,
    )

    def __init__(self, *args: Any, actor: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["embassies"].queryset = embassies_with_guests(today)
        self.fields["themes"].queryset = Theme.objects.visible_to(actor)
        self.fields["people"].queryset = guests(today)


class AnswerForm(FaultsForm, forms.Form):
    answer = forms.ChoiceField(
        label=_("出欠"),
        choices=[choice for choice in Invitation.Answer.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("連絡事項"),
        required=False,
        max_length=500,
        validators=[refuse_control_characters, refuse_line_feeds],
        help_text=_("同行者や遅れて参加することなど。事務局だけが読みます。"),
    )


class PaperForm(FaultsForm, forms.Form):
    file = file_field()
    title_ja = forms.CharField(
        label=_("資料名"), required=False, max_length=300, validators=[refuse_control_characters, refuse_line_feeds]
    )
    title_en = forms.CharField(
        label=_("資料名（英語）"), required=False, max_length=300,
        validators=[refuse_control_characters, refuse_line_feeds],
    )  # fmt: skip


class InterestForm(forms.Form):
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("関心のあるテーマ"),
        required=False,
        widget=ComboboxMultiple,
        help_text=_("何も選ばなければ、すべてのテーマのお知らせが届きます。"),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.visible_to(person)
