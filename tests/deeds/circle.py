"""Of the diplomacy circle: its gatherings, who is invited, their answers and the papers."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Role
from attaches.circle.links import link
from partners.models import Organisation
from tests.deeds.deed import Deed, as_seen
from tests.deeds.outreach import in_form
from tests.factories.accounts import UserFactory
from tests.factories.circle import CircleEventFactory, CirclePaperFactory, InvitationFactory
from tests.factories.partners import OrganisationFactory


def scene_of_circle(ministry: Any) -> dict[str, Any]:
    """One gathering to come, one called off, one that was yesterday; one attaché is invited, another is not yet."""
    embassy = OrganisationFactory(kind=Organisation.Kind.EMBASSY)
    attache, uninvited = (UserFactory(role=Role.ATTACHE, organisation=embassy) for _n in range(2))
    today = timezone.localdate()
    coming = {"owner": ministry, "on_date": today + timedelta(days=30)}
    gathering = CircleEventFactory(**coming)
    begun = CircleEventFactory(owner=ministry, on_date=today - timedelta(days=1))
    asked = InvitationFactory(event=gathering, person=attache)
    return {
        "embassy": embassy,
        "attache": attache,
        "uninvited": uninvited,
        "gathering": gathering,
        "called_off": CircleEventFactory(**coming, state="cancelled"),
        "begun": begun,
        "asked_to_come": asked,
        "answer_link": link(asked).rstrip("/").rpartition("/")[2],
        "came": InvitationFactory(event=begun, person=attache),
        "circle_paper": CirclePaperFactory(event=gathering),
    }


def plan(scene: Any, client: Any) -> dict[str, Any]:
    return {
        "title_ja": "外交サークル",
        "on_date": scene.gathering.on_date.isoformat(),
        "start_time": "15:00",
        "end_time": "17:00",
        "time_zone": "Asia/Tokyo",
        "place": "三田共用会議所",
        "contact_email": "circle@portal.example",
    }


def people(scene: Any) -> dict[str, Any]:
    return {"people": [str(scene.uninvited.pk)]}


def paper() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("資料.txt", "配布資料".encode()), "title_ja": "配布資料"}


def accepted(scene: Any, client: Any) -> dict[str, Any]:
    return {"answer": "accepted"}


edit = in_form("attaches:circle_event_edit", "gathering", place="外務省")
DEEDS: dict[str, Deed] = {
    "api-circle-events-list": Deed("staff", body=plan),
    "api-circle-events-detail PATCH": Deed("staff", "gathering", lambda s, c: {"place": "外務省"}, method="patch"),
    "api-circle-events-cancel": Deed("staff", "gathering"),
    "api-circle-events-held": Deed("staff", "begun"),
    "api-circle-events-invite": Deed("staff", "gathering", lambda s, c: people(s)),
    "api-circle-events-restore": Deed("staff", "called_off"),
    "api-circle-invitations-answer": Deed("attache", "asked_to_come", accepted),
    "api-circle-invitations-record": Deed("staff", "asked_to_come", accepted),
    "api-circle-invitations-withdraw": Deed("staff", "asked_to_come"),
    "api-circle-papers-list": Deed(
        "staff", body=lambda s, c: {"event": str(s.gathering.pk), **paper()}, multipart=True
    ),
    "api-circle-papers-detail": Deed("staff", "circle_paper", method="delete"),
    "api-circle-papers-file": Deed("attache", "circle_paper", method="get"),
    "attaches:answer": Deed("", "answer_link", accepted),
    "attaches:circle_attendance": Deed("staff", "begun", lambda s, c: {f"came-{s.came.pk}": "attended"}),
    "attaches:circle_event_add": Deed("staff", body=plan),
    "attaches:circle_event_cancel": Deed("staff", "gathering", as_seen()),
    "attaches:circle_event_edit": Deed("staff", "gathering", edit),
    "attaches:circle_event_handling": Deed("staff", "gathering", as_seen(handling="public")),
    "attaches:circle_event_held": Deed("staff", "begun", as_seen()),
    "attaches:circle_event_restore": Deed("staff", "called_off", as_seen()),
    "attaches:circle_invite": Deed("staff", "gathering", lambda s, c: {**people(s), "send": "1"}),
    "attaches:circle_paper_add": Deed("staff", "gathering", lambda s, c: paper()),
    "attaches:circle_paper_remove": Deed("staff", "circle_paper"),
    "attaches:interests": Deed("attache", body=lambda s, c: {"themes": [str(s.theme.pk)]}),
    "attaches:invitation": Deed("attache", "asked_to_come", accepted),
    "attaches:invitation_record": Deed("staff", "asked_to_come", accepted),
    "attaches:invitation_renew": Deed("staff", "asked_to_come"),
    "attaches:invitation_withdraw": Deed("staff", "asked_to_come"),
}
