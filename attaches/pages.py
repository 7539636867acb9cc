"""What contacts put on the pages of partners, themes and people, on their timelines, and into the search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from attaches.lists.rows import COLUMNS, contact_lines, excerpt
from attaches.models import Contact, Posting
from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from partners.models import Organisation, Partner, Person, Theme
from partners.panels import Panel
from partners.timeline import Source, entries

MOST = 5
LONGEST = 160


def contacts_about(subject: Partner | Theme | Person, user: Any) -> Any:
    found = Contact.objects.visible_to(user).live()
    match subject:
        case Partner():
            return found.with_partner(subject.pk)
        case Person():
            return found.with_person(subject.pk)
    return found.on_themes(list(Theme.objects.under(subject).order_by().values_list("pk", flat=True)))


class LatestContacts(Panel):
    """The latest of what was heard from a partner, a person, or on a theme, with a way to log the next."""

    name, label, order, subjects = "contacts", _("面談記録"), 14, (Partner, Theme, Person)
    template = "attaches/panels/_contacts.html"

    def rows(self, subject: Partner | Theme | Person, user: Any, today: date) -> Any:
        found = contacts_about(subject, user).with_shown_number(user).newest_first()
        lines = contact_lines(found.values(*COLUMNS)[:MOST], user)
        may_log = user.has_perm("attaches.log_contact") and not isinstance(subject, Theme)
        if not lines and not may_log:
            return None
        names = {Partner: "partner", Theme: "theme", Person: "person"}
        new = f"{'people' if isinstance(subject, Person) else 'partner'}={subject.pk}" if may_log else ""
        return {"lines": lines, "query": f"{names[type(subject)]}={subject.pk}", "new": new}


class PostedHere(Panel):
    """On the page of an embassy or a mission: who is posted there, for those who may know."""

    name, label, order, subjects = "postings", _("在任者"), 18, (Organisation,)
    template = "attaches/panels/_postings.html"

    def rows(self, subject: Organisation, user: Any, today: date) -> Any:
        found = Posting.objects.visible_to(user).filter(organisation=subject).running(today)
        return list(found.with_names().order_by("starts_on", "id"))


class Contacts(Source):
    name, label, order, subjects = "contacts", _("面談記録"), 12, (Partner, Theme, Person)

    def entries(self, subject: Partner | Theme | Person, user: Any) -> Iterable[QuerySet]:
        text = Left("said", LONGEST)
        yield entries(contacts_about(subject, user), when=F("met_on"), titles=(text, text), handling=F("handling"))

    def url(self, pk: UUID) -> str:
        return reverse("attaches:contact", args=[pk])


class ContactFinder:
    name, label, order = "contacts", _("面談記録"), 26

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Contact.objects.visible_to(user).live().worded_like(text).select_related("partner")
        columns = ("said", "met_on", "way", "handling", "is_sample", "partner__name_ja", "partner__name_en")
        return found.newest_first().only(*columns)

    def hits(self, rows: Sequence[Contact]) -> Iterable[Hit]:
        for contact in rows:
            details = (written(contact.met_on), contact.get_way_display(), str(contact.partner or ""))
            yield Hit(
                excerpt(contact.said),
                reverse("attaches:contact", args=[contact.pk]),
                "",
                tuple(filter(None, details)),
                contact.handling,
                contact.is_sample,
                (contact,),
            )


PANELS = (LatestContacts(), PostedHere())
SOURCES = (Contacts(),)
FINDERS = (ContactFinder(),)
