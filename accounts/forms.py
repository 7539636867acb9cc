from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.forms import Combobox, DateInput
from diplomacy.zones import known_zone


class SettingsForm(forms.Form):
    """What a person sets for themselves. No model form: that would check and save the administrator's fields too."""

    language = User._meta.get_field("language").formfield()
    time_zone = User._meta.get_field("time_zone").formfield(
        validators=[known_zone], help_text=_("IANAの名称で入力します。例: Asia/Tokyo、Europe/Paris")
    )
    daily_digest = User._meta.get_field("daily_digest").formfield()

    @classmethod
    def of(cls, person: User, data: Any = None) -> "SettingsForm":
        return cls(data, initial={name: getattr(person, name) for name in cls.base_fields})

    def save(self, person: User) -> None:
        User.objects.filter(pk=person.pk).update(**self.cleaned_data)


class TokenForm(forms.Form):
    DAYS = [(30, _("30日")), (90, _("90日")), (365, _("1年"))]

    name = forms.CharField(
        label=ApiToken._meta.get_field("name").verbose_name,
        max_length=100,
        validators=[refuse_control_characters, refuse_line_feeds],
        help_text=_("どこで使うかが分かる名前を付けます。例: 局内の予定表"),
    )
    days = forms.TypedChoiceField(label=_("有効期間"), choices=DAYS, coerce=int, initial=90)


class PersonForm(forms.ModelForm):
    """What the administrator sets of an account."""

    class Meta:
        model = User
        fields = [
            "name_ja",
            "name_en",
            "role",
            "organisation",
            "is_secretariat",
            "term_start",
            "term_end",
        ]
        widgets = {"organisation": Combobox, "term_start": DateInput, "term_end": DateInput}

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = self.fields["organisation"]
        organisations.queryset = organisations.queryset.visible_to(actor).acting_in_portal()

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


class InvitationForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ["email", *PersonForm.Meta.fields, "language"]

    def clean_email(self) -> str:
        """Addresses differ by more than capitals: the database's own uniqueness does not fold them."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("このメールアドレスのアカウントは既にあります。"), code="unique")
        return email
