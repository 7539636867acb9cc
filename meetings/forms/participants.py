from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handling
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox, ComboboxMultiple
from diplomacy.ui.titles import bracketed
from meetings.forms.outcomes import HANDLING
from meetings.models import Meeting, Participant
from partners.models import Organisation, Person

if TYPE_CHECKING:
    from accounts.models import User

MOST_OFFERED = 100


def called(person: Person) -> str:
    """A person with the side they stand for: names alone are often alike."""
    return bracketed(person, person.partner)


def people_on_file(actor: User) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).select_related("partner").defer("search", "partner__search")


class PersonChoice(forms.ModelChoiceField):
    """Takes whomever its writer sees; those near at hand are written out, the rest is asked for while typing."""

    def label_from_instance(self, person: Any) -> str:
        return called(person)

    def offer(self, people: QuerySet) -> None:
        self.widget.choices = [("", "---------"), *((str(one.pk), called(one)) for one in people)]


class ParticipantForm(FaultsForm, forms.ModelForm):
    """Somebody at a meeting. As with an agenda item, each field carries what it held when the page was drawn."""

    QUICK = ("side", "role", "person", "name_ja", "name_en", "organisation", "title_ja")

    class Meta:
        model = Participant
        fields = [
            *("side", "role", "person", "name_ja", "reading", "name_en"),
            *("organisation", "organisation_text", "title_ja", "title_en", "attendance", "note", *HANDLING),
        ]
        field_classes = {"person": PersonChoice}
        widgets = {
            "side": forms.RadioSelect,
            "person": Combobox(url=reverse_lazy("meetings:people")),
            "organisation": Combobox,
            "note": forms.Textarea(attrs={"rows": 3}),
            "shared_with": ComboboxMultiple,
        }
        help_texts = {
            "person": _("その人の記録を読める人だけに表示されます。登録のない人は氏名を入力します。"),
            "organisation_text": _("所属が一覧にないときに入力します。"),
            "note": _("儀典上の注意など。政府部内にだけ表示されます。"),
        }

    def __init__(
        self, *args: Any, actor: User, meeting: Meeting, only: tuple[str, ...] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        adding = self.instance._state.adding
        keep = set(only or self.fields).difference(() if adding else HANDLING)
        for name in self.fields.keys() - keep:
            del self.fields[name]
        organisations = Organisation.objects.visible_to(actor)
        rows = {
            "organisation": organisations.defer("search").order_by("name_ja"),
            "shared_with": organisations.acting_in_portal(),
        }
        for name, queryset in rows.items():
            if name in self.fields:
                self.fields[name].queryset = queryset
        if "person" in self.fields:
            people = people_on_file(actor)
            self.fields["person"].queryset = people
            self.fields["person"].offer(self._near(people, meeting))
        if "handling" in self.fields:
            self.fields["handling"].choices = [one for one in Handling.choices if one[0] != Handling.RESTRICTED]
        for field in self.fields.values():
            field.show_hidden_initial = not adding

    def _near(self, people: QuerySet, meeting: Meeting) -> QuerySet:
        """The people of the host, and whoever is chosen now."""
        chosen = {self.instance.person_id} | self._sent()
        near = Q(partner__isnull=False, partner=meeting.series.host_partner_id)
        ordered = people.filter(near | Q(pk__in=chosen - {None}))
        return ordered.order_by("sorted_by", "id")[:MOST_OFFERED]

    def _sent(self) -> set[UUID]:
        try:
            return {UUID(self.data.get("person", ""))}
        except ValueError:
            return set()

    @property
    def version(self) -> str:
        return self.data.get("version", "") if self.is_bound else str(self.instance.version)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}
