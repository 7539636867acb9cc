"""What the circle, bulletins and meeting requests contribute to the frame, the desk, the search box, the reminders,
the feeds, the sample and the store of files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import Access, admits
from accounts.lists import listing
from accounts.models import Role
from attaches.actions.circle_papers import keys_with_papers
from attaches.bulletins.reminders import Bulletins
from attaches.circle.calendars import in_feed
from attaches.circle.desk import NetworkDesk
from attaches.circle.post_desk import PostDesk
from attaches.circle.reminders import Invitations
from attaches.circle.search import FINDERS
from attaches.loading.sample_circle import add_circle
from attaches.loading.sample_news import add_news
from attaches.requests.register import RequestRegister
from attaches.requests.reminders import RequestNews, RequestsDue
from diplomacy.search import providers
from diplomacy.ui import desk, menu
from diplomacy.uploads import keepers
from meetings import feeds
from meetings.loading.sample import further
from reminders import subjects

PAGES = (
    (_("外交サークル"), "attaches:circle", 42),
    (_("府省からのお知らせ"), "attaches:bulletins", 44),
    (_("府省への依頼"), "attaches:requests", 46),
)


def is_attache(user: Any) -> bool:
    """For whom these pages are the portal; the others have them under their name."""
    return user.is_authenticated and user.role == Role.ATTACHE


def works_in_network(user: Any) -> bool:
    return admits(Access.NETWORK, user) and not is_attache(user)


def register_circle() -> None:
    subjects.register(Invitations(), by_itself=True)
    for subject in (Bulletins(), RequestsDue(), RequestNews()):
        subjects.register(subject)
    feeds.register(in_feed)
    keepers.register(keys_with_papers)
    further.register(add_circle)
    further.register(add_news)
    desk.register(NetworkDesk())
    desk.register(PostDesk())
    listing.register(RequestRegister)
    for finder in FINDERS:
        providers.register(finder)
    for label, route, order in PAGES:
        menu.register(label, route, visible=is_attache, order=order)
        menu.register(label, route, visible=works_in_network, order=order, section="account", icon="document")
