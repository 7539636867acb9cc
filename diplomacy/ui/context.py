"""The context processor behind the frame: everything is computed only when a template asks for it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from diplomacy.ui import menu

THEME_COOKIE = "portal-theme"
THEMES = ("light", "dark")


class PageFrame:
    """Menu, bell, demo strip and session limits of one request. Fragments for htmx never pay for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = settings.DEMO
        self.idle_seconds = int(settings.SESSION_IDLE.total_seconds())
        self.warning_seconds = int(settings.SESSION_WARNING.total_seconds())

    @property
    def here(self) -> str:
        """This page with its query, so that switching the language keeps the filters."""
        return self.request.get_full_path()

    @property
    def theme(self) -> str:
        """The chosen colours, or nothing: then the reader's system decides."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def menu(self) -> list[dict[str, Any]]:
        return menu.links(self.request, "main")

    @cached_property
    def account_menu(self) -> list[dict[str, Any]]:
        return menu.links(self.request, "account")

    @cached_property
    def footer(self) -> list[dict[str, Any]]:
        return menu.links(self.request, "footer")

    @cached_property
    def bell_url_name(self) -> str:
        return menu.registry.bell[0] if menu.registry.bell else ""

    @cached_property
    def search_url(self) -> str:
        """Where the search box leads; nothing for whom that page would refuse."""
        user = getattr(self.request, "user", None)
        if menu.registry.search is None or user is None:
            return ""
        url_name, visible = menu.registry.search
        return reverse(url_name) if visible(user) else ""

    @cached_property
    def unread(self) -> int:
        user = getattr(self.request, "user", None)
        if menu.registry.bell is None or user is None or not user.is_authenticated:
            return 0
        return menu.registry.bell[1](user)

    @cached_property
    def demo_people(self) -> list[tuple[str, Any]]:
        if not self.demo or menu.registry.demo_people is None:
            return []
        return list(menu.registry.demo_people())

    @cached_property
    def banners(self) -> list[Any]:
        return [text for banner in menu.registry.banners if (text := banner(self.request))]


def frame(request: HttpRequest) -> dict[str, PageFrame]:
    return {"frame": PageFrame(request)}
