"""The way of a text to the public: written, checked, translated, published, withdrawn. A text the person does not
see raises the model's `DoesNotExist`, somebody else's earlier change `Conflict`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from diplomacy.ui.titles import enumerated
from diplomacy.versioned.editing import Conflict, apply_changes, grow
from outreach.models import Editorial
from partners.actions.records import check

if TYPE_CHECKING:
    from accounts.models import User

State = Editorial.State
LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True)
class Step:
    """One step of the way: from which state to which, who may take it, and the words of its button."""

    name: str
    before: State
    after: State
    permission: str
    label: Any
    ready: Callable[[Editorial], None] = lambda text: None


def _whole(language: str, words: Any) -> Callable[[Editorial], None]:
    def ask(text: Editorial) -> None:
        if missing := text.missing(language):
            raise ValidationError(words % {"fields": enumerated(missing)}, code=f"missing_{language}")

    return ask


JAPANESE = _whole("ja", gettext_lazy("まだ書かれていません: %(fields)s"))
ENGLISH = _whole("en", gettext_lazy("英訳がまだありません: %(fields)s。英訳のないものは公開できません。"))

STEPS = {
    step.name: step
    for step in (
        Step("check", State.DRAFT, State.CHECKED, "outreach.check_text", gettext_lazy("内容を確認した"), JAPANESE),
        Step(
            "translate", State.CHECKED, State.TRANSLATED, "outreach.change_text", gettext_lazy("英訳を終えた"), ENGLISH
        ),
        Step("publish", State.TRANSLATED, State.PUBLISHED, "outreach.publish_text", gettext_lazy("公開する"), ENGLISH),
        Step("withdraw", State.PUBLISHED, State.WITHDRAWN, "outreach.publish_text", gettext_lazy("取り下げる")),
        Step("reopen", State.WITHDRAWN, State.DRAFT, "outreach.change_text", gettext_lazy("下書きに戻す")),
    )
}


def steps_open_to(text: Editorial, user: Any) -> list[Step]:
    return [step for step in STEPS.values() if step.before == text.state and user.has_perm(step.permission, text)]


@transaction.atomic
def create_text(model: type[Editorial], *, fields: Mapping[str, Any], actor: User) -> Any:
    """A new draft, of the actor's ministry."""
    require(actor, "outreach.add_text")
    sets = {name: value for name, value in fields.items() if model._meta.get_field(name).many_to_many}
    text = model(**{name: value for name, value in fields.items() if name not in sets})
    text.owner_id, text.written_by, text.edited_by = actor.organisation_id, actor, actor
    check(text, actor)
    text.save()
    for name, value in sets.items():
        getattr(text, name).set(value)
    return text


@transaction.atomic
def edit_text(
    model: type[Editorial], pk: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Any, list[str]]:
    """Save the changed fields. Whoever changes the Japanese after the check sends the text back to be checked, whoever
    changes the English to be translated."""
    text = _locked(model, pk, actor)
    require(actor, "outreach.change_text", text)
    _refuse_public(text)
    changed = apply_changes(text, changes, seen_version=seen_version)
    if changed:
        check(text, actor, changed)
        text.edited_by = actor
        if text.state != State.DRAFT:
            _step_back(text, changed)
        text.save()
    return text, changed


def _step_back(text: Editorial, changed: list[str]) -> None:
    english_only = all(name.endswith("_en") for name in changed)
    if text.state == State.CHECKED and english_only:
        return
    text.state = State.CHECKED if english_only and text.state == State.TRANSLATED else State.DRAFT
    if text.state == State.DRAFT:
        text.checked_by = None
    text.field_versions = {**text.field_versions, "state": text.version}


@transaction.atomic
def take_step(
    model: type[Editorial],
    pk: UUID,
    *,
    step: str,
    publish_at: datetime | None = None,
    seen_version: int,
    actor: User,
    now: datetime,
) -> Any:
    """Take the named step. `publish_at` is the moment from which everybody reads it; at once where none is given."""
    text, taken = _locked(model, pk, actor), STEPS[step]
    require(actor, taken.permission, text)
    if text.version != seen_version:
        raise Conflict(text)
    if text.state != taken.before:
        raise ValidationError(
            _("「%(state)s」の段階では、この操作はできません。") % {"state": text.get_state_display()}, code="state"
        )
    taken.ready(text)
    text.state = taken.after
    names = ["state"]
    if step == "check":
        text.checked_by = actor
        names.append("checked_by")
    if step == "publish":
        text.publish_at = _moment(publish_at, now)
        names.append("publish_at")
    if step == "reopen":
        # What was checked and made public was the text before; the draft is neither.
        text.checked_by = text.publish_at = None
        names += ["checked_by", "publish_at"]
    grow(text, *names)
    text.save()
    return text


def _moment(publish_at: datetime | None, now: datetime) -> datetime:
    if publish_at is None:
        return now
    if publish_at < now:
        raise ValidationError(
            {"publish_at": _("公開日時が過ぎています。これからの日時にするか、空欄にしてすぐに公開してください。")}
        )
    if publish_at > now + LONGEST_WAIT:
        raise ValidationError({"publish_at": _("公開日時は1年以内にしてください。")})
    return publish_at


def _refuse_public(text: Editorial) -> None:
    if text.state == State.PUBLISHED:
        raise ValidationError(
            _("公開したものは編集できません。取り下げて下書きに戻すと、直して確認を受け直せます。"), code="published"
        )
    if text.state == State.WITHDRAWN:
        raise ValidationError(_("取り下げたものは、下書きに戻してから編集してください。"), code="withdrawn")


def _locked(model: Any, pk: UUID, actor: User) -> Any:
    return model.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=pk)
