"""The kinds of record that people keep on a partner: the model, its form, where it is read, what it hangs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from partners.forms import records as forms
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
)


@dataclass(frozen=True)
class Kind:
    """`hangs_on` is the field that names the parent (many partners: `partners`); `shown` are the facts of its page.

    `page` gives the address where the record is read, `related` what is fetched along with it.
    """

    name: str
    model: type[Model]
    form: type[forms.RecordForm]
    page: Callable[[Any], str]
    parent: type[Model] | None = Partner
    hangs_on: str = "partner"
    related: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    removable: bool = True

    @property
    def label(self) -> Any:
        return self.model._meta.verbose_name

    def visible_to(self, user: Any) -> Any:
        return self.model._default_manager.visible_to(user).select_related(*self.related)

    def parent_of(self, record: Any) -> Any:
        if self.parent is None:
            return record
        return None if self.hangs_on == "partners" else getattr(record, self.hangs_on)


def own(name: str) -> Callable[[Any], str]:
    return lambda record: reverse(f"partners:{name}", args=[record.pk])


def generic(name: str) -> Callable[[Any], str]:
    return lambda record: reverse("partners:record", args=[name, record.pk])


def of(name: str, attribute: str) -> Callable[[Any], str]:
    return lambda record: reverse(f"partners:{name}", args=[getattr(record, attribute)])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("partner", Partner, forms.PartnerForm, own("detail"), parent=None, related=("desk",), removable=False),
        Kind("relation", Relation, forms.RelationForm, of("detail", "partner_id"), related=("partner", "owner")),
        Kind("agreement", Agreement, forms.AgreementForm, own("agreement"), related=("partner",), removable=False),
        Kind(
            "academic",
            AcademicAgreement,
            forms.AcademicAgreementForm,
            generic("academic"),
            related=("partner", "organisation"),
            shown=("organisation", "counterpart", "partner", "themes", "signed_on", "expires_on"),
        ),
        Kind("project", Project, forms.ProjectForm, own("project"), hangs_on="partners", removable=False),
        Kind(
            "organisation",
            Organisation,
            forms.OrganisationForm,
            own("organisation"),
            hangs_on="country",
            related=("country", "parent", "successor"),
            removable=False,
        ),
        Kind(
            "base",
            Base,
            forms.BaseForm,
            generic("base"),
            hangs_on="country",
            related=("country", "organisation"),
            shown=("organisation", "kind", "city", "country", "since_year"),
        ),
        Kind("person", Person, forms.PersonForm, own("person"), related=("partner", "owner")),
        Kind(
            "post",
            Post,
            forms.PostForm,
            of("person", "person_id"),
            parent=Person,
            hangs_on="person",
            related=("person__partner", "organisation"),
        ),
        Kind(
            "secondment",
            Secondment,
            forms.SecondmentForm,
            generic("secondment"),
            related=("partner", "owner", "from_organisation", "to_organisation"),
            shown=("partner", "from_organisation", "to_organisation", "starts_on", "ends_on", "note"),
        ),
        Kind(
            "stance",
            Stance,
            forms.StanceForm,
            generic("stance"),
            related=("partner", "theme", "owner"),
            shown=("partner", "theme", "kind", "reason"),
        ),
        Kind(
            "risk",
            Risk,
            forms.RiskForm,
            lambda record: reverse("partners:record", args=["stance", record.stance_id]),
            parent=Stance,
            hangs_on="stance",
            related=("stance__partner", "stance__theme", "owner"),
        ),
    )
}
