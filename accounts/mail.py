"""The mails of accounts, each in its receiver's language. A worker writes them: what holds secrets is made there, from
the database, so that no link stands in the queue; and asking for one takes as long for an unknown address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import invitations

if TYPE_CHECKING:
    from accounts.models import User


def send_invitation(person: User) -> None:
    """While the invitation is open; the link is the newest one."""
    if person.has_usable_password() or not person.is_active:
        return
    hours = int(invitations.VALID_FOR.total_seconds() // 3600)
    with translation.override(person.language):
        subject = _("科学技術外交ポータルへの招待")
        _send(person, subject, "invitation", link=invitations.link(person), hours=hours)


def send_password_reset(person: User) -> None:
    if not person.is_active:
        return
    arguments = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    link = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=arguments)
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
    with translation.override(person.language):
        _send(person, _("パスワードの再設定"), "password_reset", link=link, days=days)


def _send(person: User, subject: str, template: str, **context: Any) -> None:
    text = render_to_string(f"accounts/mail/{template}.txt", {"person": person, **context})
    send_mail(subject, text, None, [person.email])
