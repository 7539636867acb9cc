"""What the network contributes to the frame, the desk, the search box and the pages of partners."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import Access, admits
from diplomacy.ui import menu


def reads_network(user: Any) -> bool:
    return admits(Access.READER, user)


def register_front() -> None:
    menu.register(_("ネットワーク"), "attaches:network", visible=reads_network, order=40)
