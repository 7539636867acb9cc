from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.forms import Combobox, ComboboxMultiple
from diplomacy.ui.titles import bracketed
from meetings.forms.part import HANDLING, PartForm
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


class ParticipantForm(PartForm):
    """Somebody at a meeting."""

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

    def __init__(self, *args: Any, actor: User, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, meeting=meeting, **kwargs)
        people, organisations = people_on_file(actor), Organisation.objects.visible_to(actor).defer("search")
        self.offer(person=people, organisation=organisations.order_by("name_ja"))
        if "person" in self.fields:
            self.fields["person"].offer(self._near(people, meeting))

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
