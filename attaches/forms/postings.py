from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from attaches.models import Posting
from attaches.twins import label_of
from diplomacy.ui.forms import Combobox, DateInput
from diplomacy.versioned.forms import ActionRuledForm
from partners.models import Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Mapping


class PersonField(forms.ModelChoiceField):
    """Takes whomever its writer may see; only who is chosen is written out, the rest is asked for while typing."""

    def label_from_instance(self, person: Any) -> str:
        return label_of(person)


class PostingForm(ActionRuledForm):
    """A term at one embassy or mission. Somebody new is entered by name in place of being chosen."""

    NEW = ("name_ja", "name_en", "reading")
    person = PersonField(
        Person.objects.none(),
        label=_("人"),
        required=False,
        widget=Combobox(url=reverse_lazy("attaches:contact_people")),
        help_text=_("登録のある人を選びます。いなければ下に氏名を入れます。"),
    )

    class Meta:
        model = Posting
        fields = ["person", "title_ja", "title_en", "starts_on", "ends_on", "account", "predecessor"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts = {
            "ends_on": _("在任中は空欄にします。"),
            "account": _("アカウントの任期はこの在任に合わせて変わり、離任の翌日から利用できなくなります。"),
        }

    def __init__(self, *args: Any, organisation: Organisation, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        others = Posting.objects.visible_to(actor).filter(organisation=organisation).exclude(pk=self.instance.pk)
        people = Person.objects.visible_to(actor).select_related("partner").defer("search")
        self.offer(
            person=people,
            account=User.objects.filter(organisation=organisation.pk, role__in=[Role.ATTACHE, Role.OFFICER]),
            predecessor=others.with_names().order_by("-starts_on", "id"),
        )
        if "person" in self.fields:
            self.fields["person"].widget.choices = self._chosen(people)
        if self.instance._state.adding:
            for name, label in (
                ("name_ja", _("新しい人の氏名（漢字・カナ）")),
                ("name_en", _("新しい人の氏名（ローマ字）")),
                ("reading", _("新しい人のふりがな")),
            ):
                field = Person._meta.get_field(name).formfield(label=label, required=False)
                self.fields[name] = field
        else:
            self.leave_untold("predecessor")

    def _chosen(self, people: Any) -> list[tuple[str, str]]:
        empty = [("", str(_("選択してください")))]
        try:
            chosen = people.filter(pk=forms.UUIDField(required=False).clean(self["person"].value() or None)).first()
        except forms.ValidationError:
            chosen = None
        return [*empty, (str(chosen.pk), label_of(chosen))] if chosen else empty

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named = any(cleaned.get(name) for name in self.NEW)
        if "person" in self.fields and not cleaned.get("person") and not named and "person" not in self.errors:
            self.add_error("person", _("人を選ぶか、新しい人の氏名を入力してください。"))
        if cleaned.get("person") and named:
            self.add_error("person", _("人を選ぶか、新しい人の氏名を入力するか、どちらか一方にしてください。"))
        return cleaned

    def fields_given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.NEW}

    def new_person(self) -> Mapping[str, str] | None:
        names = {name: self.cleaned_data.get(name, "") for name in self.NEW}
        return names if any(names.values()) else None
