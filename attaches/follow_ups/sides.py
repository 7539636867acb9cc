"""Whose a follow-up is: Japan's, or that of an embassy in Tokyo; and what its reader calls the two."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.models.outcomes import Side
from partners.models import Organisation


def side_of(organisation_kind: str) -> Side:
    """Japan's ministries and missions are ours; embassies in Tokyo are the other side."""
    return Side.THEIRS if organisation_kind == Organisation.Kind.EMBASSY else Side.OURS


def side_choices(user: Any) -> list[tuple[str, Any]]:
    """Each side in its reader's words.

    To an embassy "the other side" would be Japan: what is told to it of that side is its own alone
    (`FollowUpQuerySet.visible_to`), and reads so.
    """
    if user.is_authenticated and user.is_government:
        return list(Side.choices)
    return [(Side.OURS.value, Side.OURS.label), (Side.THEIRS.value, _("自館"))]
