"""What outreach puts on the desk: dispatches to move on, results to write, texts that wait to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import Handling
from accounts.models import Role
from diplomacy.ui.dates import written
from diplomacy.ui.desk import Provider, Shortcut, Urgency, Waiting
from outreach.actions.dispatches import steps_open_to
from outreach.models import Dispatch, Effect, Story

SOON = timedelta(days=30)
WRITE_WITHIN = timedelta(days=14)
MOST = 20


class OutreachDesk(Provider):
    name = "outreach"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        if user.role not in (Role.STAFF, Role.OFFICER):
            return []
        return [*self._dispatches(user, today), *self._effects(user, today), *self._stories(user)]

    def shortcuts(self, user: Any) -> Iterable[Shortcut]:
        if user.role == Role.OFFICER:
            yield Shortcut(gettext_lazy("専門家の派遣を依頼"), reverse("outreach:dispatch_add"), "users", 20)

    def _dispatches(self, user: Any, today: date) -> Iterable[Waiting]:
        """The next step that is this person's to take."""
        states = ("requested", "matched", "approved", "invited", "agreed")
        rows = Dispatch.objects.visible_to(user).with_names().filter(state__in=states).order_by("starts_on", "id")
        for dispatch in rows[:MOST]:
            open_steps = steps_open_to(dispatch, user)
            open_steps.pop("cancel", None)
            if dispatch.state == Dispatch.State.AGREED and dispatch.ends_on >= today:
                continue
            if dispatch.state == Dispatch.State.MATCHED:
                open_steps.pop("match", None)
            if not open_steps:
                continue
            pressing = dispatch.starts_on <= today + SOON
            yield _waiting(
                dispatch,
                Urgency.NOW if pressing else Urgency.SOON,
                dispatch.starts_on,
                _("専門家派遣: %(state)s") % {"state": dispatch.get_state_display()},
            )

    def _effects(self, user: Any, today: date) -> Iterable[Waiting]:
        """Of the person's own body."""
        rows = (
            Effect.objects.visible_to(user)
            .unwritten()
            .filter(dispatch__owner=user.organisation_id, due_on__lte=today + WRITE_WITHIN)
        )
        for effect in rows.select_related("dispatch", "dispatch__partner").order_by("due_on", "id")[:MOST]:
            what = _("派遣後の成果（%(months)s）") % {"months": effect.get_months_display()}
            yield _waiting(effect.dispatch, Urgency.SOON, effect.due_on, what)

    def _stories(self, user: Any) -> Iterable[Waiting]:
        """Drafts of the person's ministry that are whole in Japanese, by somebody else."""
        if user.role != Role.STAFF:
            return
        drafts = Story.objects.visible_to(user).filter(state="draft", owner=user.organisation_id)
        for story in drafts.exclude(body_ja="").defer("body_ja", "body_en", "search").order_by("updated_at")[:MOST]:
            if user.has_perm("outreach.check_text", story):
                yield Waiting(
                    urgency=Urgency.LATER,
                    due=None,
                    what=_("記事の確認"),
                    title=str(story),
                    url=reverse("outreach:story", args=[story.pk]),
                    action=_("確認する"),
                    sample=_("見本") if story.is_sample else "",
                )


def _waiting(dispatch: Dispatch, urgency: Urgency, due: date, what: str) -> Waiting:
    return Waiting(
        urgency=urgency,
        due=due,
        what=what,
        title=str(dispatch),
        url=reverse("outreach:dispatch", args=[dispatch.pk]),
        action=_("開く"),
        detail=f"{dispatch.partner} · {written(dispatch.starts_on, dispatch.ends_on)}",
        handling=dispatch.handling,
        handling_label=Handling(dispatch.handling).label,
        sample=_("見本") if dispatch.is_sample else "",
    )
