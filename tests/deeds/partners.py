"""Of partners: rows to do it with, bodies to do it by."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from partners.models import Base
from tests.access_objects.partners import import_by
from tests.deeds.deed import Deed
from tests.factories import partners as make

# By endpoint: the row of the scene, what is changed in it, and the body of a new one; None: none is added, or removed.
RECORDS: dict[str, tuple[str, dict[str, Any], Callable[[Any], dict[str, Any]] | None, bool]] = {
    "partners": ("partner", {"desk": None}, None, False),
    "organisations": (
        "body",
        {"reading": "きかん"},
        lambda s: {"name_ja": "機関", "kind": "agency", "country": key(s.partner)},
        False,
    ),
    "agreements": (
        "agreement",
        {"note_ja": "注"},
        lambda s: {"name_ja": "協定", "status": "in_force", "partner": key(s.partner)},
        False,
    ),
    "projects": (
        "project",
        {"stage": "training"},
        lambda s: {"title_ja": "課題", "programme": "SICORP", "partners": [key(s.partner)]},
        False,
    ),
    "bases": (
        "base",
        {"city": "Lyon"},
        lambda s: {
            "name_ja": "拠点",
            "kind": "office",
            "city": "Paris",
            "country": key(s.partner),
            "organisation": key(s.body),
        },
        True,
    ),
    "academic-agreements": (
        "academic",
        {"counterpart_ja": "別の大学"},
        lambda s: {"counterpart_ja": "大学", "partner": key(s.partner), "organisation": key(s.body)},
        True,
    ),
    "relations": (
        "relation",
        {"priority": "normal"},
        lambda s: {"priority": "high", "partner": key(s.other_partner)},
        True,
    ),
    "people": ("somebody", {"reading": "ひと"}, lambda s: {"name_ja": "人", "partner": key(s.partner)}, True),
    "posts": (
        "post",
        {"title_ja": "次長"},
        lambda s: {"title_ja": "局長", "person": key(s.somebody), "organisation": key(s.body)},
        True,
    ),
    "secondments": (
        "secondment",
        {"role_ja": "顧問"},
        lambda s: {
            "role_ja": "分析官",
            "partner": key(s.partner),
            "from_organisation": key(s.body),
            "to_organisation": key(s.other_body),
        },
        True,
    ),
    "stances": (
        "stance",
        {"kind": "protect"},
        lambda s: {"kind": "compete", "partner": key(s.other_partner), "theme": key(s.stance.theme)},
        True,
    ),
    "risks": (
        "risk",
        {"kind": "export"},
        lambda s: {"kind": "leakage", "text_ja": "流出", "stance": key(s.stance)},
        True,
    ),
}


def key(record: Any) -> str:
    return str(record.pk)


def scene_of_partners(mofa: Any, staff: Any) -> dict[str, Any]:
    """One row of each kind, of the foreign ministry where it has an owner."""
    partner, body = make.PartnerFactory(desk=mofa), make.OrganisationFactory()
    stance = make.StanceFactory(partner=partner, owner=mofa)
    somebody = make.PersonFactory(partner=partner)
    return {
        "partner": partner,
        "other_partner": make.PartnerFactory(),
        "body": body,
        "other_body": make.OrganisationFactory(),
        "agreement": make.AgreementFactory(partner=partner),
        "project": make.ProjectFactory(partners=[partner]),
        "base": Base.objects.create(name_ja="拠点", organisation=body, country=partner, kind="office", city="Paris"),
        "academic": make.AcademicAgreementFactory(partner=partner),
        "relation": make.RelationFactory(partner=partner),
        "somebody": somebody,
        "post": make.PostFactory(person=somebody),
        "secondment": make.SecondmentFactory(partner=partner),
        "stance": stance,
        "risk": make.RiskFactory(stance=stance),
        "imported": SimpleNamespace(**import_by(staff)),
    }


STANCE = {"kind": "stance"}

DEEDS: dict[str, Deed] = {
    "partners:project_stage": Deed("staff", "project", lambda s, c: {"version": 1, "stage": "training"}),
    "api-imports-again": Deed("staff", "imported"),
    "api-imports-apply": Deed("staff", "imported", guarded=True),
    "api-imports-discard": Deed("staff", "imported"),
    "api-imports-list": Deed(
        "staff",
        body=lambda s, c: {"list": "people", "file": SimpleUploadedFile("list.csv", b"a,b\n1,2\n")},
        multipart=True,
    ),
    "api-partners-brief-file": Deed("staff", "partner", method="get"),
    "partners:brief_file": Deed(
        "staff",
        "partner",
        lambda s, c: {"form": "docx", "language": "ja", "audience": "government"},
        method="get",
    ),
    "partners:record_add": Deed(
        "staff",
        "stance",
        lambda s, c: {"kind": "leakage", "text_ja": "流出"},
        also={"kind": "risk", "as": "parent"},
    ),
    "partners:import_again": Deed("staff", "imported"),
    "partners:import_apply": Deed("staff", "imported"),
    "partners:import_discard": Deed("staff", "imported"),
    "partners:import_new": Deed(
        "staff", body=lambda s, c: {"file": SimpleUploadedFile("list.csv", b"a,b\n1,2\n")}, also={"name": "people"}
    ),
    "partners:record_edit": Deed(
        "staff",
        "stance",
        lambda s, c: {"version": 1, "theme": s.stance.theme_id, "kind": "protect", "initial-kind": "cooperate"},
        also=STANCE,
    ),
    "partners:record_handling": Deed("staff", "stance", lambda s, c: {"version": 1, "handling": "public"}, also=STANCE),
    "partners:record_remove": Deed("staff", "stance", lambda s, c: {"version": 1}, also=STANCE),
}
for endpoint, (row, change, new, is_removable) in RECORDS.items():
    DEEDS[f"api-{endpoint}-detail PATCH"] = Deed("staff", row, lambda s, c, body=change: body, method="patch")
    if new:
        DEEDS[f"api-{endpoint}-list"] = Deed("staff", body=lambda s, c, body=new: body(s))
    if is_removable:
        DEEDS[f"api-{endpoint}-detail DELETE"] = Deed("staff", row, method="delete")
