"""Rows about partners for the access matrix: of each kind one that everybody reads, and a hidden one."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from partners.models import Base, ImportJob
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
