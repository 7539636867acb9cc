"""面談記録: the form that is filled in on a phone in under a minute, by staff, officers and attachés alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handling
from accounts.models import Role, User
from attaches.actions.follow_ups import NextStep
from attaches.models import Contact, Way
from attaches.twins import label_of
from diplomacy.days import refuse_far_days
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput, TimeInput
from diplomacy.versioned.forms import ActionRuledForm
from partners.models import Organisation, Partner, Person, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OFFERED = 15
DUE_IN = timedelta(days=14)
OWN, NAMED, INSIDE = "own", "named", "government"


class PeopleField(forms.ModelMultipleChoiceField):
    """Takes whomever its writer may see and offers a few of them: those chosen, and those met last."""

    def label_from_instance(self, person: Any) -> str:
        return label_of(person)

    def clean(self, value: Any) -> Any:
        """Somebody has to be named, here or among the new people: the action counts both."""
        return super().clean(value) if value else self.queryset.none()

    def offer(self, people: Iterable[Person]) -> None:
        self.widget.choices = [(str(person.pk), label_of(person)) for person in people]


class ContactForm(ActionRuledForm):
    """A contact that is kept. Who reads it and what follows have forms of their own."""

    people = PeopleField(
        Person.objects.none(),
        label=pgettext_lazy("面談", "相手"),
        widget=ComboboxMultiple(url=reverse_lazy("attaches:contact_people")),
        help_text=_("登録のある人を選びます。いなければ下で加えます。"),
    )
    field_order = ("people",)

    class Meta:
        model = Contact
        fields = ["met_on", "met_at", "way", "place", "partner", "said", "meaning", "themes"]
        widgets = {
            "met_on": DateInput,
            "met_at": TimeInput,
            "way": forms.RadioSelect,
            "partner": Combobox,
            "said": forms.Textarea(attrs={"rows": 5}),
            "meaning": forms.Textarea(attrs={"rows": 3}),
            "themes": ComboboxMultiple,
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(actor).defer("search")
        if not self.instance._state.adding:
            self.initial["people"] = [one.pk for one in people.filter(pk__in=self.instance.people.values("pk"))]
        self.offer(
            people=people,
            partner=Partner.objects.visible_to(actor).counterparts().defer("search"),
            themes=Theme.objects.visible_to(actor).defer("search"),
        )
        if "way" in self.fields:
            self.fields["way"].choices = Way.choices
        if "people" in self.fields:
            self.fields["people"].offer(self._people_offered(actor))

    def _people_offered(self, actor: User) -> list[Person]:
        visible = self.fields["people"].queryset.select_related("partner")
        chosen = list(visible.filter(pk__in=self._chosen_people()))
        if len(chosen) >= OFFERED:
            return chosen
        return [*chosen, *visible.filter(pk__in=met_lately(actor)).exclude(pk__in=[one.pk for one in chosen])]

    def _chosen_people(self) -> list[str]:
        given = self["people"].value() or []
        uuid = forms.UUIDField()
        keys = []
        for value in given:
            try:
                keys.append(uuid.to_python(getattr(value, "pk", value)))
            except forms.ValidationError:
                continue
        return keys


class NewContactForm(ContactForm):
    """Only 相手, 日付 and 話したこと have to be given. The readers are chosen in words, not by their level."""

    next_step = forms.CharField(
        label=_("次の一手"),
        required=False,
        max_length=300,
        validators=[refuse_control_characters, refuse_line_feeds],
        help_text=_("書くと、期限と担当のあるフォローアップになります。"),
    )
    due_on = forms.DateField(label=_("期限"), required=False, widget=DateInput, validators=[refuse_far_days])
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("担当者"), required=False, empty_label=_("機関として（担当者なし）")
    )
    readers = forms.ChoiceField(label=_("読める人"), widget=forms.RadioSelect)

    class Meta(ContactForm.Meta):
        fields = [*ContactForm.Meta.fields, "shared_with"]
        widgets = {**ContactForm.Meta.widgets, "shared_with": ComboboxMultiple}
        labels = {"shared_with": _("共有先の機関")}

    def __init__(self, *args: Any, actor: User, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, initial={**defaults(actor), **(initial or {})}, **kwargs)
        self.offer(shared_with=nameable(actor), responsible=colleagues(actor))
        self.fields["readers"].choices = readers_offered(actor)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        readers, named = cleaned.get("readers"), cleaned.get("shared_with")
        if readers == NAMED and not named and "shared_with" not in self.errors:
            self.add_error("shared_with", _("共有先を1つ以上選んでください。"))
        if readers in (OWN, INSIDE) and named:
            self.add_error("shared_with", _("共有先を選ぶときは「読める人」でも共有を選んでください。"))
        if cleaned.get("next_step") and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("次の一手には期限を入れてください。"))
        return cleaned

    def contact_fields(self) -> dict[str, Any]:
        """What the action takes: the readers as a level and organisations."""
        names = ("met_on", "met_at", "way", "place", "partner", "people", "said", "meaning", "themes")
        cleaned = self.cleaned_data
        inside = cleaned.get("readers") == INSIDE
        return {
            **{name: cleaned[name] for name in names if name in cleaned},
            "handling": Handling.GOVERNMENT if inside else Handling.SHARED,
            "shared_with": list(cleaned.get("shared_with") or ()),
        }

    def next_steps(self) -> NextStep | None:
        cleaned = self.cleaned_data
        if not cleaned.get("next_step"):
            return None
        return NextStep(cleaned["next_step"], cleaned["due_on"], cleaned.get("responsible"))


class NewPersonForm(forms.ModelForm):
    """Somebody who is not on file yet. `distinct` says that a likely twin is somebody else."""

    distinct = forms.BooleanField(label=_("上のどの人でもない、別の人です"), required=False)

    class Meta:
        model = Person
        fields = ["name_ja", "name_en", "reading", "note"]
        labels = {
            "name_ja": _("氏名（漢字・カナ）"),
            "name_en": _("氏名（ローマ字）"),
            "reading": _("ふりがな"),
            "note": _("所属・役職"),
        }
        widgets = {"note": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted = True
        self.use_required_attribute = False
        self.twins: list[Person] = []

    def has_changed(self) -> bool:
        """The mark alone names nobody."""
        return bool(set(self.changed_data) - {"distinct"})

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.Meta.fields}


class WithdrawForm(FaultsForm, forms.Form):
    because = forms.CharField(
        label=_("取り下げる理由"), max_length=300, validators=[refuse_control_characters, refuse_line_feeds]
    )


def defaults(actor: User) -> dict[str, Any]:
    """Today, the own country, the way used last, the widest circle its writer commonly chooses."""
    last = Contact.objects.filter(author=actor).order_by("-created_at").values_list("way", flat=True).first()
    today = timezone.localdate()
    return {
        "met_on": today,
        "way": last or Way.MEETING,
        "partner": own_partner(actor),
        "due_on": today + DUE_IN,
        "responsible": actor.pk,
        "readers": OWN if actor.role == Role.ATTACHE else INSIDE,
    }


def own_partner(actor: User) -> Any:
    """The country an embassy comes from, or a mission is in; a ministry has none."""
    country = actor.organisation.country if actor.organisation else None
    return country.pk if country and country.slug != "JP" else None


def nameable(actor: User) -> QuerySet[Organisation]:
    """With whom a contact can be shared by name: an embassy names the Japanese side, and no other embassy."""
    bodies = Organisation.objects.visible_to(actor).acting_in_portal().exclude(pk=actor.organisation_id)
    if actor.role == Role.ATTACHE:
        bodies = bodies.exclude(kind=Organisation.Kind.EMBASSY)
    return bodies.order_by("sorted_by", "id").defer("search")


def colleagues(actor: User) -> QuerySet[User]:
    people = User.objects.in_term(timezone.localdate()).filter(organisation=actor.organisation_id)
    return people.exclude(organisation=None).order_by("name_ja", "name_en", "email")


def readers_offered(actor: User) -> list[tuple[str, Any]]:
    body = {
        Role.ATTACHE: (_("自館のみ"), _("自館と、次の機関")),
        Role.OFFICER: (_("自公館のみ"), _("自公館と、次の機関")),
    }
    own, named = body.get(Role(actor.role), (_("自府省のみ"), _("自府省と、次の機関")))
    inside = [] if actor.role == Role.ATTACHE else [(INSIDE, _("政府部内（府省・在外公館・会議議員）"))]
    return [*inside, (OWN, own), (NAMED, named)]


def met_lately(actor: User) -> list[Any]:
    """The people of the latest contacts of the writer's own body."""
    latest = Contact.objects.visible_to(actor).belonging_to(actor.organisation_id).newest_first()[:OFFERED]
    links = Contact.people.through.objects.filter(contact__in=[one.pk for one in latest.only("pk")])
    return list(dict.fromkeys(links.values_list("person", flat=True)))[:OFFERED]
