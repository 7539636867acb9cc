"""Rows about partners for the access matrix: of each kind one that everybody reads, and a hidden one."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from partners.models import Base, ImportJob, IndicatorValue
from tests.access_objects.sample import LEAD, Sample, by_pk
from tests.factories import partners as make
from tests.factories.accounts import AccessGroupFactory, UserFactory

MAKERS: dict[str, Callable[..., Any]] = {
    "agreement": make.AgreementFactory,
    "academic": make.AcademicAgreementFactory,
    "base": lambda **fields: Base.objects.create(
        name_ja="拠点",
        organisation=make.OrganisationFactory(),
        country=make.PartnerFactory(),
        kind=Base.Kind.OFFICE,
        city="Paris",
    ),
    "organisation": make.OrganisationFactory,
    "partner": make.PartnerFactory,
    "project": make.ProjectFactory,
    "person": make.PersonFactory,
    "relation": make.RelationFactory,
    "secondment": make.SecondmentFactory,
    "stance": make.StanceFactory,
}


# Who answers for a person of the foreign ministry.
CARES = frozenset({"lead_staff", "secretariat"})


def made(cast: Any, kind: str, handling: str) -> Any:
    """Of the foreign ministry, at that level; restricted ones are on nobody's list but a stranger's."""
    if kind == "post":
        return make.PostFactory(person=made(cast, "person", handling))
    if kind == "risk":
        return make.RiskFactory(stance=made(cast, "stance", handling), **level(cast, Handling.PUBLIC))
    record = MAKERS[kind]()
    for name, value in level(cast, handling).items():
        if hasattr(record, name):
            setattr(record, name, value)
    record.save()
    return record


def level(cast: Any, handling: str) -> dict[str, Any]:
    group = None
    if handling == Handling.RESTRICTED:
        group = AccessGroupFactory()
        AccessGroupMember.objects.create(group=group, user=UserFactory(organisation=cast.organisations.mext))
    return {"handling": handling, "owner": cast.organisations.mofa, "access_group": group}


def of(kind: str) -> Callable:
    return lambda cast, person: {"pk": made(cast, kind, Handling.PUBLIC).pk}


def hidden(kind: str) -> Callable:
    return lambda cast, person: {"pk": made(cast, kind, Handling.RESTRICTED).pk}


def kind_of(kind: str) -> Callable:
    return lambda cast, person: {"kind": kind, **of(kind)(cast, person)}


def hidden_kind(kind: str) -> Callable:
    return lambda cast, person: {"kind": kind, **hidden(kind)(cast, person)}


def under(kind: str, parent: str) -> Callable:
    return lambda cast, person: {"kind": kind, "parent": made(cast, parent, Handling.PUBLIC).pk}


def hidden_under(kind: str, parent: str) -> Callable:
    return lambda cast, person: {"kind": kind, "parent": made(cast, parent, Handling.RESTRICTED).pk}


def import_by(user: Any) -> dict[str, Any]:
    job = ImportJob.objects.create(
        user=user,
        list_name="agreements",
        file_name="list.csv",
        form="csv",
        content=b"",
        language="ja",
        state=ImportJob.State.READY,
        counts={"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "faults": 0},
        created_at=timezone.now(),
    )
    return {"pk": job.pk}


def import_of(cast: Any, person: str) -> dict[str, Any]:
    return import_by(getattr(cast, person) or UserFactory(organisation=cast.organisations.mext))


def hidden_import(cast: Any, person: str) -> dict[str, Any]:
    """Of somebody else in the same ministry."""
    return import_by(UserFactory(organisation=cast.organisations.mofa))


def indicator() -> IndicatorValue:
    return IndicatorValue.objects.create(
        partner=make.PartnerFactory(), year=2024, indicator=IndicatorValue.Indicator.GERD, value=3
    )


OBJECTS: dict[str, Sample] = {
    "api-import-lists-template": Sample(lambda cast, person: {"name": "agreements"}),
    "api-imports-again": Sample(import_of, hidden_import),
    "api-imports-apply": Sample(import_of, hidden_import),
    "api-imports-detail": Sample(import_of, hidden_import),
    "api-imports-discard": Sample(import_of, hidden_import),
    "api-imports-errors": Sample(import_of, hidden_import),
    "api-imports-preview": Sample(import_of, hidden_import),
    "api-indicators-detail": Sample(by_pk(indicator)),
    "api-themes-detail": Sample(by_pk(make.ThemeFactory)),
    "api-agreements-detail": Sample(of("agreement"), writers=LEAD),
    "api-academic-agreements-detail": Sample(of("academic"), writers=LEAD),
    "api-bases-detail": Sample(of("base"), writers=LEAD),
    "api-organisations-detail": Sample(of("organisation"), writers=LEAD),
    "api-partners-brief-file": Sample(of("partner")),
    "api-partners-detail": Sample(of("partner"), writers=LEAD),
    "partners:personal_data": Sample(of("person"), hidden("person"), CARES, verb_on_get=True),
    "partners:person_erase": Sample(of("person"), hidden("person"), CARES),
    "api-people-detail": Sample(of("person"), hidden("person"), writers=LEAD),
    "api-posts-detail": Sample(of("post"), hidden("post"), writers=LEAD),
    "api-projects-detail": Sample(of("project"), writers=LEAD),
    "api-relations-detail": Sample(of("relation"), hidden("relation"), writers=LEAD),
    "api-risks-detail": Sample(of("risk"), hidden("risk"), writers=LEAD),
    "api-secondments-detail": Sample(of("secondment"), hidden("secondment"), writers=LEAD),
    "api-stances-detail": Sample(of("stance"), hidden("stance"), writers=LEAD),
    "partners:agreement": Sample(of("agreement")),
    "partners:brief": Sample(of("partner")),
    "partners:brief_file": Sample(of("partner")),
    "partners:detail": Sample(of("partner")),
    "partners:import_again": Sample(import_of, hidden_import),
    "partners:import_apply": Sample(import_of, hidden_import),
    "partners:import_discard": Sample(import_of, hidden_import),
    "partners:import_faults": Sample(import_of, hidden_import),
    "partners:import_job": Sample(import_of, hidden_import),
    "partners:import_new": Sample(lambda cast, person: {"name": "agreements"}),
    "partners:import_progress": Sample(import_of, hidden_import),
    "partners:import_template": Sample(lambda cast, person: {"name": "agreements", "form": "xlsx"}),
    "partners:organisation": Sample(of("organisation")),
    "partners:person": Sample(of("person"), hidden("person")),
    "partners:project": Sample(of("project")),
    "partners:theme": Sample(by_pk(make.ThemeFactory)),
    "partners:project_stage": Sample(of("project"), writers=LEAD),
    "partners:record": Sample(kind_of("stance"), hidden_kind("stance")),
    "partners:record_add": Sample(under("risk", "stance"), hidden_under("risk", "stance"), LEAD, verb_on_get=True),
    "partners:record_edit": Sample(kind_of("stance"), hidden_kind("stance"), LEAD, verb_on_get=True),
    "partners:record_handling": Sample(kind_of("stance"), hidden_kind("stance"), LEAD, verb_on_get=True),
    "partners:record_history": Sample(kind_of("stance"), hidden_kind("stance")),
    "partners:record_remove": Sample(kind_of("stance"), hidden_kind("stance"), writers=LEAD),
}
