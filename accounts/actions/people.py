"""Accounts: invited, changed, disabled, enabled again, second factor reset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, endings, invitations
from accounts.access import require
from accounts.actions.handling import leave_lists
from accounts.models import Act, Role, User
from accounts.tasks import mail_invitation

# Changes of these are changes of rights.
RIGHTS = ("role", "organisation_id", "is_secretariat", "term_start", "term_end")


@transaction.atomic
def invite(person: User, *, actor: User) -> str:
    """Create the account and mail its invitation on commit. Returns the link."""
    require(actor, "accounts.manage_people")
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return send_invitation(person, actor=actor)


@transaction.atomic
def invite_again(person: User, *, actor: User) -> str:
    """A new link in place of the one that was lost or ran out; only while the invitation is open."""
    require(actor, "accounts.manage_people")
    if person.has_usable_password() or not person.is_active:
        raise ValidationError(_("この人は招待に応じたか、停止されているため、招待し直せません。"))
    person.set_unusable_password()
    person.save(update_fields=["password"])
    return send_invitation(person, actor=actor)


def send_invitation(person: User, *, actor: User | None) -> str:
    audit.record(Act.INVITED, actor=actor, subject=person)
    transaction.on_commit(lambda: mail_invitation.delay(str(person.pk)), robust=True)
    return invitations.link(person)


@transaction.atomic
def invite_administrator(email: str) -> str:
    """The first administrator, or a new link for one who lost every way in; from the command line only."""
    person = User.objects.filter(email=email.lower()).first() or User(email=email, role=Role.ADMIN)
    if person.role != Role.ADMIN:
        raise ValidationError(_("このメールアドレスは別の役割で使われています。管理者には専用のアカウントが必要です。"))
    person.set_unusable_password()
    person.is_active = True
    person.full_clean()
    person.save()
    Authenticator.objects.filter(user=person).delete()
    audit.record(Act.INVITED, subject=person)
    return invitations.link(person)


@transaction.atomic
def accept_invitation(person: User, *, password: str) -> None:
    """Set the password, which uses the link up."""
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record(Act.INVITATION_ACCEPTED, actor=person, subject=person)


@transaction.atomic
def change_person(person: User, *, changes: Mapping[str, Any], actor: User) -> User:
    """Save what the administrator set; another organisation takes the person off restricted lists.

    Rights follow from the row, so they hold from the person's next request on.
    """
    require(actor, "accounts.manage_people")
    row = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = _rights(row)
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    _keep_an_administrator(row, was=before["role"])
    row.save(update_fields=list(changes))
    if before["organisation_id"] != _rights(row)["organisation_id"]:
        leave_lists(row)
    _note_rights(row, before, actor)
    return row


@transaction.atomic
def follow_posting(person: User, *, starts_on: date, ends_on: date | None, actor: User) -> User:
    """Make the account's term that of the posting it signs in for, so that one rule, the term, says who may.

    Whether `actor` may post people is the caller's question. An account that is disabled stays so.
    """
    row = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.role not in (Role.ATTACHE, Role.OFFICER):
        raise ValidationError({"account": _("在任のアカウントは、大使館か在外公館のものに限ります。")})
    before = _rights(row)
    row.term_start, row.term_end = starts_on, ends_on
    row.full_clean()
    row.save(update_fields=["term_start", "term_end"])
    _note_rights(row, before, actor)
    return row


def _rights(row: User) -> dict[str, Any]:
    return {name: None if (value := getattr(row, name)) is None else str(value) for name in RIGHTS}


def _note_rights(row: User, before: dict[str, Any], actor: User) -> None:
    after = _rights(row)
    changed = [name for name in RIGHTS if before[name] != after[name]]
    if changed:
        audit.record(
            Act.ROLE_CHANGED,
            actor=actor,
            subject=row,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _keep_an_administrator(row: User, *, was: str | None) -> None:
    if was == Role.ADMIN and row.role != Role.ADMIN:
        others = User.objects.active_administrators().exclude(pk=row.pk)
        if not others.select_for_update().exists():
            raise ValidationError({"role": _("最後の管理者の役割は変えられません。")})


@transaction.atomic
def disable(person: User, *, actor: User, now: datetime) -> None:
    """End the account's sessions, tokens and feeds at once; the record and its history stay."""
    require(actor, "accounts.disable_person", person)
    if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        person.is_active = False
        endings.end_everything(person, now)
        audit.record(Act.ACCOUNT_DISABLED, actor=actor, subject=person)


@transaction.atomic
def enable(person: User, *, actor: User) -> None:
    """The person may sign in again; what ended stays ended."""
    require(actor, "accounts.manage_people")
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        person.is_active = True
        audit.record(Act.ACCOUNT_ENABLED, actor=actor, subject=person)


@transaction.atomic
def reset_second_factor(person: User, *, actor: User, now: datetime) -> None:
    """Forget every code app, passkey and recovery code, and end the sessions: the next sign-in enrols anew."""
    require(actor, "accounts.manage_people")
    Authenticator.objects.filter(user=person).delete()
    endings.end_sessions(person, now)
    audit.record(Act.MFA_RESET, actor=actor, subject=person)
