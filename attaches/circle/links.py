"""The link in an invitation's mail, by which its person answers without signing in.

It is signed over the invitation and the number of the link, says nothing about either, and works as long as the
person's account does. A renewed link makes the earlier ones useless. What it opens is a page; only its form answers,
so that a program that follows links in mails answers nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from attaches.models import Invitation

SALT = "attaches.invitation.answer"


def link(invitation: Invitation) -> str:
    token = signing.Signer(salt=SALT).sign_object([str(invitation.pk), invitation.link_number])
    return settings.SITE_URL + reverse("attaches:answer", args=[token])


def invitation_by(token: str, *, now: datetime) -> Invitation | None:
    """None where the link is forged, replaced by a newer one, or the person's account has ended."""
    try:
        pk, number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    found = Invitation.objects.with_names().filter(pk=pk, link_number=number).first()
    if found is None or not found.person.may_sign_in(timezone.localdate(now)):
        return None
    return found if Invitation.objects.visible_to(found.person).filter(pk=pk).exists() else None
