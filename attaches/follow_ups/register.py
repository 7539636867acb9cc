"""フォローアップの一覧, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from accounts.lists.files import Export
from accounts.lists.listing import Listing
from accounts.models import Role
from attaches.follow_ups.filters import ONLY_CHOICES, FollowUpFilter
from attaches.follow_ups.rows import COLUMNS, Row, follow_up_lines
from attaches.models import FollowUp
from diplomacy.paging.keys import Key


class FollowUpRegister(Listing):
    namespace = "attaches"
    model = FollowUp
    filter_class = FollowUpFilter
    orders = {"due": (Key("due_on"), Key("id"))}
    default_sort = "-due"
    saved_page = "follow_ups"
    routes = {
        "list": "follow_ups",
        "filter": "follow_ups_filter",
        "csv": "follow_ups_csv",
        "xlsx": "follow_ups_xlsx",
    }
    title = pgettext_lazy("list", "フォローアップ")
    subtitle = _("面談のあとに引き受けた次の一手です。面談記録を読める人だけに見えます。")
    filter_title = _("フォローアップを絞り込む")
    search_hint = _("次の一手・結果のことば")
    segments_label = _("対象")

    def visible(self) -> Any:
        return super().visible().live().with_level().with_shown_person(self.user)

    @cached_property
    def sort(self) -> str:
        """What is still to be done stands in the order in which it is due."""
        asked = self.form.cleaned_data if self.is_valid else {}
        pressing = asked.get("when") or asked.get("state") == [FollowUp.State.OPEN]
        return asked.get("sort") or ("due" if pressing else self.default_sort)

    @property
    def exported_by(self) -> str:
        """An embassy's file carries its name."""
        return str(self.user.organisation) if self.user.role == Role.ATTACHE else ""

    @property
    def links(self) -> list[dict[str, Any]]:
        near = (
            (gettext("面談記録"), "contacts", "document"),
            (gettext("連絡の途絶えた国・機関"), "quiet", "globe"),
        )
        return [
            {"label": label, "url": reverse(f"attaches:{route}"), "icon": icon}
            for label, route, icon in near
            if opens(f"attaches:{route}")(self.user)
        ]

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("only", ONLY_CHOICES)


def _heads() -> list[str]:
    return [
        *(gettext("取扱区分"), gettext("期限"), gettext("状態"), gettext("次の一手"), gettext("側")),
        *(gettext("担当機関"), gettext("担当者"), pgettext("面談", "国・機関"), gettext("面談の日付")),
        *(gettext("結果"), gettext("結果の日付"), gettext("識別子")),
    ]


def _cells(rows: list[Row], user: Any) -> list[list[Any]]:
    return [
        [
            *(line["handling_label"], row["due_on"], line["state"], row["what"], line["side"]),
            *(line["body"], line["person"], line["partner"], row["contact__met_on"]),
            *(row["result"], row["result_on"], str(row["id"])),
        ]
        for row, line in zip(rows, follow_up_lines(rows, user), strict=True)
    ]


FOLLOW_UPS = Export(_("フォローアップの一覧"), "follow-ups", (*COLUMNS, "result", "result_on"), _heads, _cells)
