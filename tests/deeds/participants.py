"""Of participants."""

from typing import Any

from django.utils import timezone

from tests.deeds.deed import Deed, as_seen
from tests.deeds.outcomes import in_form
from tests.factories.participants import ParticipantFactory


def scene_of_participants(meeting: Any) -> dict[str, Any]:
    return {
        "participant": ParticipantFactory(meeting=meeting, name_ja="甲"),
        "next_participant": ParticipantFactory(meeting=meeting, name_ja="乙"),
        "binned_participant": ParticipantFactory(meeting=meeting, deleted_at=timezone.now()),
    }


def seen(scene: Any) -> list[str]:
    return [str(scene.participant.pk), str(scene.next_participant.pk)]


def turned(scene: Any, client: Any) -> dict[str, Any]:
    return {"side": "ours", "seen": seen(scene), "order": seen(scene)[::-1]}


edit = in_form("meetings:participant_edit", "participant", title_ja="局長")
DEEDS: dict[str, Deed] = {
    "api-meetings-precedence": Deed("staff", "meeting", turned),
    "api-participants-list": Deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), "name_ja": "丙"}),
    "api-participants-detail PATCH": Deed("staff", "participant", lambda s, c: {"title_ja": "局長"}, method="patch"),
    "api-participants-detail DELETE": Deed("staff", "participant", method="delete"),
    "api-participants-restore": Deed("staff", "binned_participant"),
    "meetings:participant_add": Deed(
        "staff", "meeting", lambda s, c: {"quick": 1, "name_ja": "丙", "side": "ours", "role": "member"}
    ),
    "meetings:participant_delete": Deed("staff", "participant", as_seen()),
    "meetings:participant_edit": Deed("staff", "participant", edit),
    "meetings:participant_handling": Deed("staff", "participant", as_seen(handling="public")),
    "meetings:participant_order": Deed(
        "staff", "meeting", lambda s, c: {"side": "ours", "seen": seen(s), "down": seen(s)[0]}
    ),
    "meetings:participant_restore": Deed("staff", "binned_participant", as_seen()),
    "meetings:participants_export": Deed("staff", "meeting", method="get", also={"form": "csv"}),
}
