"""What the overview contributes to the frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from diplomacy.ui import menu


def register_front() -> None:
    menu.register(_("関係図"), "dashboard:diagram", visible=opens("dashboard:diagram"), order=62)
