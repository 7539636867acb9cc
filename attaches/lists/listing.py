"""面談記録の一覧, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from accounts.lists.files import Export
from accounts.lists.listing import Listing
from accounts.models import Role
from attaches.lists.filters import MINE, SHARED, ContactFilter
from attaches.lists.rows import COLUMNS, Row, contact_lines
from attaches.models import Contact
from diplomacy.paging.keys import Key

MOST_FOUND = 200


class ContactListing(Listing):
    namespace = "attaches"
    model = Contact
    filter_class = ContactFilter
    orders = {"date": (Key("met_on"), Key("id"))}
    default_sort = "-date"
    saved_page = "contacts"
    routes = {"list": "contacts", "filter": "contacts_filter", "csv": "contacts_csv", "xlsx": "contacts_xlsx"}
    title = _("面談記録")
    subtitle = _("自機関の記録と、閲覧できるほかの機関の記録を、新しい順に並べます。")
    filter_title = _("面談記録を絞り込む")
    search_hint = _("話したこと・所見・場所のことば")
    segments_label = _("対象")

    def visible(self) -> Any:
        """Withdrawn ones are shown to their owner on request."""
        rows = super().visible().with_shown_number(self.user)
        return rows if self.request.GET.get("only") == "withdrawn" else rows.live()

    @classmethod
    def keys_of(cls, sort: str) -> tuple[Key, ...]:
        """Both keys turn round together, as the indexes run."""
        down = sort.startswith("-")
        return tuple(Key(key.name, descending=down) for key in cls.orders[sort.removeprefix("-")])

    @property
    def most_counted(self) -> int:
        """What holds a word is counted less far: among a million, each hit has to be read to be sure of it."""
        return MOST_FOUND if self.text else super().most_counted

    @property
    def exported_by(self) -> str:
        """An embassy's file carries its name."""
        return str(self.user.organisation) if self.user.role == Role.ATTACHE else ""

    @property
    def links(self) -> list[dict[str, Any]]:
        """The rest of the network; an attaché's menu has some of it already."""
        near = [
            (pgettext("list", "フォローアップ"), "follow_ups", "check"),
            (gettext("連絡の途絶えた国・機関"), "quiet", "globe"),
            (gettext("在任者名簿"), "postings", "users"),
        ]
        if self.user.role != Role.ATTACHE:
            near += [
                (gettext("外交サークル"), "circle", "calendar"),
                (gettext("府省からのお知らせ"), "bulletins", "document"),
                (gettext("面談・講演の依頼"), "requests", "user"),
            ]
        return [
            {"label": label, "url": reverse(f"attaches:{route}"), "icon": icon}
            for label, route, icon in near
            if opens(f"attaches:{route}")(self.user)
        ]

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("only", [(MINE, gettext("自分の記録")), (SHARED, gettext("共有された記録"))])


def _heads() -> list[str]:
    return [
        *(
            gettext("取扱区分"),
            gettext("番号"),
            gettext("日付"),
            gettext("時刻"),
            gettext("方法"),
            pgettext("面談", "相手"),
        ),
        *(
            pgettext("面談", "国・機関"),
            gettext("テーマ"),
            gettext("話したこと"),
            gettext("意味・所見"),
            gettext("場所"),
        ),
        *(pgettext("面談", "記録した機関"), gettext("識別子")),
    ]


def _cells(rows: list[Row], user: Any) -> list[list[Any]]:
    return [
        [
            *(line["handling_label"], line["number"], row["met_on"], f"{row['met_at']:%H:%M}" if row["met_at"] else ""),
            *(line["way"], line["all_people"], line["partner"], line["themes"]),
            *(row["said"], row["meaning"], row["place"], line["owner"], str(row["id"])),
        ]
        for row, line in zip(rows, contact_lines(rows, user), strict=True)
    ]


CONTACTS = Export(_("面談記録の一覧"), "contacts", (*COLUMNS, "meaning", "place"), _heads, _cells)
