from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import handouts
from accounts.handouts import Audience
from accounts.models import ApiToken, User
from diplomacy.papers import WRITERS
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox, DateInput
from diplomacy.zones import known_zone

# Each in its own words, as the switch at the top of the page has them.
LANGUAGES = [("ja", "日本語"), ("en", "English")]


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
    """What the administrator sets of an account.

    The page carries the values it was drawn from: only what was changed on it is saved, and a field that somebody
    else changed in the meantime is shown again instead of overwritten.
    """

    class Meta:
        model = User
        fields = ["name_ja", "name_en", "role", "organisation", "is_secretariat", "term_start", "term_end"]
        widgets = {"organisation": Combobox, "term_start": DateInput, "term_end": DateInput}

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = self.fields["organisation"]
        organisations.queryset = organisations.queryset.visible_to(actor).acting_in_portal()
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None and not self.instance._state.adding

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in [name for name in self.changed_data if self._changed_meanwhile(name)]:
            # The instance still holds the database's values: what was sent is put in after `clean`.
            named = getattr(self.instance, f"get_{name}_display", lambda name=name: getattr(self.instance, name))
            text = _("他の管理者がこの項目を変更しました。現在の値: %(value)s")
            self.add_error(name, forms.ValidationError(text, code="conflict", params={"value": named()}))
        return data

    def _changed_meanwhile(self, name: str) -> bool:
        """The page was drawn from another value than the one in the database."""
        if self.add_initial_prefix(name) not in self.data:
            return False
        field = self.fields[name]
        drawn_from = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
        return field.has_changed(self.initial.get(name), drawn_from)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class InvitationForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ["email", *PersonForm.Meta.fields, "language"]

    def clean_email(self) -> str:
        """Addresses differ by more than capitals: the database's own uniqueness does not fold them."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("このメールアドレスのアカウントは既にあります。"), code="unique")
        return email


PAPER_FORMS = {"pdf": "PDF", "docx": "Word (DOCX)"}


class HandoutForm(FaultsForm, forms.Form):
    """For whom a paper is, in which language and form; `recipients` are the organisations it may be handed to."""

    audience = forms.ChoiceField(label=_("渡す先"), choices=Audience.choices, widget=forms.RadioSelect)
    recipient = forms.ModelChoiceField(None, label=_("渡す先の機関"), required=False)
    language = forms.ChoiceField(label=_("言語"), choices=LANGUAGES, widget=forms.RadioSelect)
    form = forms.ChoiceField(
        label=_("形式"), choices=[(name, PAPER_FORMS[name]) for name in WRITERS], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, actor: User, recipients: QuerySet, **kwargs: Any) -> None:
        kwargs["initial"] = {**vars(handouts.usual(actor)), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        allowed = handouts.audiences(actor)
        self.fields["audience"].choices = [choice for choice in Audience.choices if choice[0] in allowed]
        self.fields["recipient"].queryset = recipients
