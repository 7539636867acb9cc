"""Of meetings, their agenda and calendars."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.deeds.deed import Deed
from tests.posted import posted


def item_version(scene: Any, client: Client) -> dict[str, Any]:
    return {"version": scene.item.version}


def form_at(name: str, **changes: Any) -> Callable[[Any, Client], Any]:
    """What stands in the form at that route, with some fields changed."""

    def body(scene: Any, client: Client) -> dict[str, Any]:
        keys = [scene.meeting.pk, scene.item.pk] if "item" in name else [scene.meeting.pk]
        address = reverse(name, args=keys)
        return {**posted(client.get(address).content.decode(), address), **changes}

    return body


DEEDS: dict[str, Deed] = {
    "api-agenda-items-detail PATCH": Deed("staff", "item", lambda s, c: {"title_ja": "改題"}, method="patch"),
    "api-agenda-items-detail DELETE": Deed("staff", "item", method="delete"),
    "api-agenda-items-duplicate": Deed("staff", "item"),
    "api-agenda-items-list": Deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), "title_ja": "新規"}),
    "api-agenda-items-move": Deed("staff", "item", lambda s, c: {"parent": None, "after": str(s.other.pk)}),
    "api-agenda-items-restore": Deed("staff", "binned"),
    "api-meetings-detail": Deed("staff", "meeting", lambda s, c: {"city": "京都"}, method="patch"),
    "api-meetings-list": Deed(
        "staff", body=lambda s, c: {"series": str(s.series.pk), "title_ja": "次回", "date_precision": "unknown"}
    ),
    "api-meetings-paper-file": Deed("staff", "meeting", method="get"),
    "api-meetings-reorder": Deed(
        "staff",
        "meeting",
        lambda s, c: {
            "parent": None,
            "order": [str(s.other.pk), str(s.item.pk)],
            "seen": [str(s.item.pk), str(s.other.pk)],
        },
    ),
    "meetings:agenda_add": Deed("staff", "meeting", lambda s, c: {"quick": 1, "title_ja": "新規"}),
    "meetings:agenda_bulk": Deed(
        "staff", "meeting", lambda s, c: {"deed": "delete", "item": f"{s.item.pk}:{s.item.version}"}
    ),
    "meetings:agenda_cell": Deed(
        "staff",
        "item_of_meeting",
        lambda s, c: {"version": 1, "title_ja": "改題", "title_en": "", "initial-title_ja": s.item.title_ja},
        also={"cell": "title"},
    ),
    "meetings:agenda_delete": Deed("staff", "item_of_meeting", item_version),
    "meetings:agenda_duplicate": Deed("staff", "item_of_meeting", item_version),
    "meetings:agenda_handling": Deed("staff", "item_of_meeting", lambda s, c: {"version": 1, "handling": "public"}),
    "meetings:agenda_item": Deed("staff", "item_of_meeting", form_at("meetings:agenda_item", title_ja="改題")),
    "meetings:agenda_move": Deed("staff", "item_of_meeting", lambda s, c: {"version": 1, "step": "down"}),
    "meetings:agenda_order": Deed(
        "staff", "meeting", lambda s, c: {"order": [s.other.pk, s.item.pk], "seen": [s.item.pk, s.other.pk]}
    ),
    "meetings:agenda_paste": Deed("staff", "meeting", lambda s, c: {"text": "1 開会", "confirm": "1"}),
    "meetings:agenda_restore": Deed("staff", "meeting", lambda s, c: {"item": f"{s.binned.pk}:{s.binned.version}"}),
    "meetings:create": Deed(
        "staff",
        body=lambda s, c: {
            "title_ja": "次回",
            "status": "tentative",
            "date_precision": "unknown",
            "time_zone": "Asia/Tokyo",
        },
        query="series",
    ),
    "meetings:paper_file": Deed(
        "staff",
        "meeting",
        lambda s, c: {"kind": "agenda", "form": "docx", "language": "ja", "audience": "government"},
        method="get",
    ),
    "meetings:edit": Deed("staff", "meeting", form_at("meetings:edit", city="京都")),
    "meetings:feed_revoke": Deed("staff", "feed"),
    "meetings:feeds": Deed("staff", body=lambda s, c: {"kind": "personal"}),
    "meetings:handling": Deed("staff", "meeting", lambda s, c: {"version": 1, "handling": "public"}),
    "meetings:export_csv": Deed("staff", method="get"),
    "meetings:export_xlsx": Deed("staff", method="get"),
}
