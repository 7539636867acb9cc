"""What the overview contributes to the frame."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from accounts.models import Role
from diplomacy.ui import menu


def sits_on_the_council(user: Any) -> bool:
    """Everybody else comes to the diagram from the dashboard."""
    return bool(user.is_authenticated and user.role == Role.COUNCIL)


def register_front() -> None:
    menu.register(_("ダッシュボード"), "dashboard:home", visible=opens("dashboard:home"), order=60)
    menu.register(_("関係図"), "dashboard:diagram", visible=sits_on_the_council, order=62)
