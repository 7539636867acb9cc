"""Of what the council's secretariat keeps: cases with other headquarters, links between series, the overview."""

from typing import Any

from meetings.models import SeriesLink
from partners.models import Organisation
from tests.deeds.deed import Deed, as_seen
from tests.deeds.outreach import in_form
from tests.factories.coordination import CoordinationFactory
from tests.factories.meetings import SeriesFactory
from tests.factories.partners import OrganisationFactory


def scene_of_council(ministry: Any) -> dict[str, Any]:
    headquarters = OrganisationFactory(kind=Organisation.Kind.HEADQUARTERS, country=ministry.country)
    fed, preparing = SeriesFactory(lead_ministry=ministry), SeriesFactory(lead_ministry=ministry)
    return {
        "headquarters": headquarters,
        "case": CoordinationFactory(owner=ministry, headquarters=headquarters, lead=ministry),
        "fed": fed,
        "series_link": SeriesLink.objects.create(
            from_series=preparing, to_series=fed, relation=SeriesLink.Relation.PREPARES
        ),
    }


def raised(scene: Any, client: Any) -> dict[str, Any]:
    return {
        "subject_ja": "連携案件",
        "headquarters": str(scene.headquarters.pk),
        "lead": str(scene.case.lead_id),
        "raised_on": "2026-11-01",
        "state": scene.case.state,
    }


edit = in_form("meetings:coordination_edit", "case", subject_ja="改題")
DEEDS: dict[str, Deed] = {
    "api-coordination-cases-list": Deed("keeper", body=raised),
    "api-coordination-cases-detail PATCH": Deed("keeper", "case", lambda s, c: {"subject_ja": "改題"}, method="patch"),
    "meetings:coordination_add": Deed("keeper", body=raised),
    "meetings:coordination_edit": Deed("keeper", "case", edit),
    "meetings:coordination_handling": Deed("keeper", "case", as_seen(handling="restricted")),
    "meetings:series_links": Deed(
        "keeper", "series", lambda s, c: {"relation": "prepares", "to_series": str(s.fed.pk)}
    ),
    "meetings:series_link_delete": Deed("keeper", "series_link"),
    "dashboard:diagram_file": Deed("keeper", method="get", also={"form": "svg"}),
    "dashboard:home_file": Deed("keeper", method="get", also={"form": "docx"}),
    "dashboard:snapshot_take": Deed("keeper", body=lambda s, c: {"occasion": "第1回"}),
}
