"""What the frame shows around every page, contributed by the apps.

The frame knows no domain: each app registers its entries in its `AppConfig.ready()`, and a page shows the
entries whose `visible` says yes for the person. Hiding an entry is courtesy; the view behind it decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

Predicate = Callable[[Any], bool]


@dataclass(frozen=True)
class Entry:
    """One link of the frame. `order` sorts within a section; `label` is lazily translated; `covers` names the pages
    under whose addresses this link is the current one too."""

    label: Any
    url_name: str
    visible: Predicate
    order: int = 100
    section: str = "main"
    icon: str = ""
    covers: tuple[str, ...] = ()


@dataclass
class Frame:
    """The registry. One instance serves the process; `ready()` fills it before the first request."""

    entries: list[Entry] = field(default_factory=list)
    bell: tuple[str, Callable[[Any], int]] | None = None
    search: tuple[str, Predicate] | None = None
    demo_people: Callable[[], Iterable[tuple[str, Any]]] | None = None
    banners: list[Callable[[HttpRequest], Any]] = field(default_factory=list)
    front_page: str = ""


registry = Frame()


def register(
    label: Any,
    url_name: str,
    *,
    visible: Predicate,
    order: int = 100,
    section: str = "main",
    icon: str = "",
    covers: tuple[str, ...] = (),
) -> None:
    """Add a link. Sections: `main` (the menu), `account` (under the person's name), `footer`."""
    entry = Entry(label, url_name, visible, order, section, icon, covers)
    if entry not in registry.entries:
        registry.entries.append(entry)


def register_bell(url_name: str, unread: Callable[[Any], int]) -> None:
    """Name the inbox page and how to count what a person has not read."""
    registry.bell = (url_name, unread)


def register_search(url_name: str, *, visible: Predicate) -> None:
    """Name the page that the search box asks, and who has the box."""
    registry.search = (url_name, visible)


def register_demo_people(people: Callable[[], Iterable[tuple[str, Any]]]) -> None:
    """Name who may be played in demo mode, as (value, label) pairs."""
    registry.demo_people = people


def register_front_page(url_name: str) -> None:
    """Name where visitors begin who are not signed in; its one argument is the language."""
    registry.front_page = url_name


def register_banner(banner: Callable[[HttpRequest], Any]) -> None:
    """Add a service notice: the callable returns its text, or nothing while there is nothing to say."""
    if banner not in registry.banners:
        registry.banners.append(banner)


def links(request: HttpRequest, section: str) -> list[dict[str, Any]]:
    """The person's entries of a section, the one that leads to this page marked as current."""
    user = getattr(request, "user", None)
    if user is None:
        return []
    shown = sorted((e for e in registry.entries if e.section == section and e.visible(user)), key=lambda e: e.order)
    found = [{"label": e.label, "url": reverse(e.url_name), "icon": e.icon, "current": False} for e in shown]
    nearest = [_nearest(entry, request.path) for entry in shown]
    if any(nearest):
        found[nearest.index(max(nearest))]["current"] = True
    return found


def _nearest(entry: Entry, path: str) -> int:
    """How much of the page's address lies under this link; 0 where it leads elsewhere."""
    addresses = [reverse(name) for name in (entry.url_name, *entry.covers)]
    return max((len(address) for address in addresses if _leads_to(address, path)), default=0)


def _leads_to(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
