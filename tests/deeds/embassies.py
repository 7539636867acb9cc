"""Of what goes between ministries and embassies: bulletins one way, meeting requests the other."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.deeds.deed import Deed, as_seen
from tests.deeds.outreach import in_form
from tests.factories.circle import BulletinFactory, MeetingRequestFactory


def scene_of_embassies(ministry: Any, embassy: Any) -> dict[str, Any]:
    return {
        "draft_bulletin": BulletinFactory(owner=ministry, sent_at=None),
        "meeting_request": MeetingRequestFactory(owner=embassy, ministry=ministry),
    }


def later() -> str:
    return (timezone.localdate() + timedelta(days=14)).isoformat()


def wanted(scene: Any) -> dict[str, Any]:
    return {"ministry": str(scene.staff.organisation_id), "subject": "Joint calls", "purpose": "To talk about them."}


BULLETIN = {"title_ja": "公募のお知らせ", "body_ja": "本文です。", "to_attaches": True}
DECLINED = {"reason": "日程が合いません。"}
edit = in_form("attaches:bulletin_edit", "draft_bulletin", title_ja="改題")
DEEDS: dict[str, Deed] = {
    "api-bulletins-list": Deed("staff", body=lambda s, c: BULLETIN),
    "api-bulletins-detail PATCH": Deed("staff", "draft_bulletin", lambda s, c: {"title_ja": "改題"}, method="patch"),
    "api-bulletins-detail DELETE": Deed("staff", "draft_bulletin", method="delete"),
    "api-bulletins-send": Deed("staff", "draft_bulletin"),
    "attaches:bulletin_add": Deed("staff", body=lambda s, c: BULLETIN),
    "attaches:bulletin_discard": Deed("staff", "draft_bulletin", as_seen()),
    "attaches:bulletin_edit": Deed("staff", "draft_bulletin", edit),
    "attaches:bulletin_handling": Deed("staff", "draft_bulletin", as_seen(handling="public")),
    "attaches:bulletin_send": Deed("staff", "draft_bulletin", as_seen()),
    "api-meeting-requests-list": Deed("attache", body=lambda s, c: {**wanted(s), "dates": [{"on_date": later()}]}),
    "api-meeting-requests-agree": Deed("staff", "meeting_request", lambda s, c: {"agreed_on": later()}),
    "api-meeting-requests-arrange": Deed("staff", "meeting_request"),
    "api-meeting-requests-decline": Deed("staff", "meeting_request", lambda s, c: DECLINED),
    "api-meeting-requests-receive": Deed("staff", "meeting_request"),
    "api-meeting-requests-withdraw": Deed("attache", "meeting_request"),
    "attaches:request_add": Deed("attache", body=lambda s, c: {**wanted(s), "date_1": later()}),
    "attaches:request_agree": Deed("staff", "meeting_request", lambda s, c: {"version": 1, "agreed_on": later()}),
    "attaches:request_arrange": Deed("staff", "meeting_request", as_seen()),
    "attaches:request_decline": Deed("staff", "meeting_request", as_seen(**DECLINED)),
    "attaches:request_receive": Deed("staff", "meeting_request", as_seen()),
    "attaches:request_withdraw": Deed("attache", "meeting_request", as_seen()),
}
