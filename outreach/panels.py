"""What outreach puts on the pages of partners and themes: dispatches, stories, and their days on the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from outreach.models import Dispatch, Story
from partners.models import Partner, Theme
from partners.own_panels import some
from partners.panels import Panel
from partners.timeline import Source, entries

INSIDE_ONLY = (Partner, Theme)


def dispatches_of(subject: Partner | Theme, user: Any) -> Any:
    if not user.is_government:
        return Dispatch.objects.none()
    rows = Dispatch.objects.visible_to(user)
    return rows.filter(partner=subject) if isinstance(subject, Partner) else rows.on_theme(subject)


class DispatchPanel(Panel):
    name, label, order, subjects = "dispatches", pgettext_lazy("list", "専門家派遣"), 72, INSIDE_ONLY
    template = "outreach/panels/_dispatches.html"

    def rows(self, subject: Partner | Theme, user: Any, today: date) -> Any:
        return some(dispatches_of(subject, user).with_names().order_by("-starts_on", "id"))


class StoryPanel(Panel):
    """What is told of it in public, and inside government what is being written."""

    name, label, order, subjects = "stories", pgettext_lazy("list", "記事"), 74, INSIDE_ONLY
    template = "outreach/panels/_stories.html"

    def rows(self, subject: Partner | Theme, user: Any, today: date) -> Any:
        rows = Story.objects.visible_to(user).defer("body_ja", "body_en", "search")
        rows = rows.with_partner(subject.pk) if isinstance(subject, Partner) else rows.on_theme(subject)
        return some(rows.order_by("-updated_at", "id"))


class Dispatches(Source):
    name, label, order, subjects = "dispatches", pgettext_lazy("list", "専門家派遣"), 60, INSIDE_ONLY

    def entries(self, subject: Partner | Theme, user: Any) -> Iterable[QuerySet]:
        yield entries(
            dispatches_of(subject, user).exclude(state="cancelled"),
            when=F("starts_on"),
            titles=(F("title_ja"), F("title_en")),
            handling=F("handling"),
        )

    def url(self, pk: UUID) -> str:
        return reverse("outreach:dispatch", args=[pk])


PANELS = (DispatchPanel(), StoryPanel())
SOURCES = (Dispatches(),)
