"""The way of a dispatch: asked for, a speaker chosen, approved by somebody else, invited, answered, reported.

A dispatch the person does not see raises `Dispatch.DoesNotExist`; what somebody else did first, `Conflict`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from attaches.actions.requests import begin_arranging
from attaches.models import MeetingRequest
from diplomacy.versioned.editing import Conflict, apply_changes, grow
from outreach.models import Asking, Dispatch, Effect, Expert
from partners.actions.records import check, locked
from partners.capital_zone import zone_of

if TYPE_CHECKING:
    from accounts.models import User

State = Dispatch.State
Values = Mapping[str, Any]
# From when on its days are planned and told of.
RUNNING = (State.AGREED, State.REPORTED)
# From when on what is asked for stands: another speaker was approved for another thing.
SETTLED = (State.APPROVED, State.INVITED, State.AGREED, State.REPORTED, State.CANCELLED)


@dataclass(frozen=True)
class Step:
    """One step: from which states, by whom, in which words, and what it does to the row. `do` names what it changed."""

    name: str
    before: tuple[State, ...]
    permission: str
    label: Any
    do: Callable[[Dispatch, Values, User, date], list[str]]
    needs: tuple[str, ...] = ()


def _match(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    expert: Expert = values["expert"]
    dispatch.expert, dispatch.choice_reason, dispatch.state = expert, values.get("reason", ""), State.MATCHED
    return ["expert", "choice_reason", "state"]


def _approve(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    dispatch.approved_by, dispatch.state = actor, State.APPROVED
    return ["approved_by", "state"]


def _invite(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    expert = dispatch.expert
    assert expert is not None, "chosen before the dispatch was approved"
    Asking.objects.create(dispatch=dispatch, expert=expert, asked_on=today, asked_by=actor)
    dispatch.state = State.INVITED
    return ["state"]


def _answer(dispatch: Dispatch, answer: str, today: date) -> None:
    asking = dispatch.askings.get(answer=Asking.Answer.OPEN)
    asking.answer, asking.answered_on = answer, today
    asking.save()


def _accept(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    _answer(dispatch, Asking.Answer.ACCEPTED, today)
    dispatch.state = State.AGREED
    return ["state"]


def _decline(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    """Back to the choice; who approved this speaker has not approved the next."""
    _answer(dispatch, Asking.Answer.DECLINED, today)
    dispatch.expert, dispatch.approved_by, dispatch.state = None, None, State.REQUESTED
    return ["expert", "approved_by", "state"]


def _report(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    """What was done; and what comes of it is asked for 3, 6 and 12 months after the last day."""
    if today < dispatch.starts_on:
        raise ValidationError({"report_ja": _("派遣がまだ始まっていません。報告は始まってから書けます。")})
    dispatch.report_ja, dispatch.reported_on, dispatch.state = values["report_ja"], today, State.REPORTED
    for months in Effect.Months.values:
        Effect.objects.create(dispatch=dispatch, months=months, due_on=Effect.due_after(dispatch.ends_on, months))
    return ["report_ja", "reported_on", "state"]


def _cancel(dispatch: Dispatch, values: Values, actor: User, today: date) -> list[str]:
    dispatch.askings.filter(answer=Asking.Answer.OPEN).update(answer=Asking.Answer.DECLINED, answered_on=today)
    dispatch.state = State.CANCELLED
    return ["state"]


CHOOSING, CHANGING = "outreach.match_dispatch", "outreach.change_dispatch"
STEPS = {
    step.name: step
    for step in (
        Step(
            "match", (State.REQUESTED, State.MATCHED), CHOOSING, gettext_lazy("この専門家を選ぶ"), _match, ("expert",)
        ),
        Step("approve", (State.MATCHED,), "outreach.approve_dispatch", gettext_lazy("承認する"), _approve),
        Step("invite", (State.APPROVED,), CHOOSING, gettext_lazy("招請した"), _invite),
        Step("accept", (State.INVITED,), CHOOSING, gettext_lazy("受諾の回答があった"), _accept),
        Step("decline", (State.INVITED,), CHOOSING, gettext_lazy("辞退の回答があった"), _decline),
        Step("report", (State.AGREED,), CHANGING, gettext_lazy("報告する"), _report, ("report_ja",)),
        Step("cancel", tuple(State)[:5], CHANGING, gettext_lazy("中止する"), _cancel),
    )
}


def steps_open_to(dispatch: Dispatch, user: Any) -> dict[str, Step]:
    return {
        name: step
        for name, step in STEPS.items()
        if dispatch.state in step.before and user.has_perm(step.permission, dispatch)
    }


@transaction.atomic
def request_dispatch(*, fields: Values, actor: User, now: datetime) -> Dispatch:
    """Ask for a speaker; the request belongs to the actor's body.

    Where an embassy asked (`asked_in`), it hears that its request is being arranged. Hours are told in the zone of the
    partner's capital, unless another is named.
    """
    require(actor, "outreach.add_dispatch")
    if fields.get("asked_in"):
        _take_up(fields["asked_in"], actor, now)
    zone = fields.get("time_zone") or zone_of(fields["partner"])
    dispatch = Dispatch(**{**fields, "time_zone": zone}, owner_id=actor.organisation_id, requested_by=actor)
    check(dispatch, actor)
    dispatch.save()
    return dispatch


def _take_up(request: MeetingRequest, actor: User, now: datetime) -> None:
    """By the ministry that was asked, once, while it has not answered no."""
    request = begin_arranging(request.pk, actor=actor, now=now)
    if not request.is_for_speaker:
        raise ValidationError(_("この依頼は専門家の講演の依頼ではありません。"))
    if Dispatch.objects.answering(request).exclude(state=State.CANCELLED).exists():
        raise ValidationError(_("この依頼からは、すでに専門家派遣を依頼しています。"), code="twice")


@transaction.atomic
def edit_dispatch(pk: UUID, *, changes: Values, seen_version: int, actor: User) -> tuple[Dispatch, list[str]]:
    """Change what is asked for, until it is approved."""
    dispatch = locked(Dispatch, pk, actor)
    require(actor, "outreach.change_dispatch", dispatch)
    if dispatch.state in SETTLED:
        raise ValidationError(
            _("承認後は依頼の内容を変えられません。変えるときは中止して、改めて依頼してください。"), code="state"
        )
    changed = apply_changes(dispatch, changes, seen_version=seen_version)
    if changed:
        check(dispatch, actor, changed)
        dispatch.save()
    return dispatch, changed


@transaction.atomic
def take_step(pk: UUID, *, step: str, values: Values, seen_version: int, actor: User, today: date) -> Dispatch:
    """Take the named step with what it needs."""
    dispatch, taken = locked(Dispatch, pk, actor), STEPS[step]
    require(actor, taken.permission, dispatch)
    if dispatch.version != seen_version:
        raise Conflict(dispatch)
    if dispatch.state not in taken.before:
        raise ValidationError(
            _("「%(state)s」の段階では、この操作はできません。") % {"state": dispatch.get_state_display()}, code="state"
        )
    if empty := [name for name in taken.needs if not values.get(name)]:
        raise ValidationError(dict.fromkeys(empty, _("入力してください。")))
    names = taken.do(dispatch, values, actor, today)
    dispatch.clean_fields(exclude={field.name for field in dispatch._meta.fields} - set(names))
    grow(dispatch, *names)
    dispatch.save()
    return dispatch


@transaction.atomic
def record_effect(dispatch_id: UUID, pk: UUID, *, text: str, seen_version: int, actor: User, today: date) -> Effect:
    """Write what came of a dispatch by then; raises `Effect.DoesNotExist`."""
    dispatch = locked(Dispatch, dispatch_id, actor)
    require(actor, "outreach.change_dispatch", dispatch)
    effect = Effect.objects.select_for_update(of=("self",)).get(dispatch=dispatch, pk=pk)
    if effect.version != seen_version:
        raise Conflict(effect, {"text": text}, {"text": effect.text})
    if not text.strip():
        raise ValidationError({"text": _("入力してください。")})
    effect.text, effect.recorded_on = text, today
    effect.clean_fields(exclude={"dispatch"})
    grow(effect, "text", "recorded_on")
    effect.save()
    return effect
