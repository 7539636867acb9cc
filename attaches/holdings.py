"""Where the network names people: contacts, what was written in them, postings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.reading import note_restricted_read
from attaches.lists.rows import excerpt
from attaches.models import Contact, Posting
from diplomacy.ui.dates import written
from partners.models import Person
from partners.personal.history import blank_events
from partners.personal.holdings import MOST_SHOWN, Held, Holding


class Contacts(Holding):
    name, label, order = "contacts", gettext_lazy("面談記録の相手"), 30

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        return _held(Contact.objects.visible_to(user).with_person(person.pk), user)


class ContactTexts(Holding):
    """An erasure does not reach what was written: whoever erases reads it here and has it corrected."""

    name, label, order = "contact_texts", gettext_lazy("本文に氏名が現れる面談記録"), 31

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        names = [name for name in (person.name_ja, person.name_en) if name and not person.is_erased]
        if not names:
            return []
        named = Q()
        for name in names:
            named |= Q(pk__in=Contact.objects.worded_like(name).order_by().values("pk"))
        return _held(Contact.objects.visible_to(user).filter(named), user)


class Postings(Holding):
    name, label, order = "postings", gettext_lazy("在任"), 32

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        found = Posting.objects.visible_to(user).filter(person=person).select_related("organisation")
        for posting in found[:MOST_SHOWN]:
            address = reverse("attaches:posting_body", args=[posting.organisation_id])
            yield Held(f"{posting.organisation} {written(posting.starts_on)} –", address)

    def in_the_way(self, person: Person, today: date) -> str:
        signed_in = Posting.objects.running(today).filter(person=person, account__is_active=True)
        if signed_in.exists():
            return _("アカウントのある在任が続いているため、消去できません。先に在任を終えてください。")
        return ""

    def erase(self, person: Person) -> None:
        """That a post was held stays with the embassy or mission; as what, goes."""
        nothing = dict.fromkeys(("title_ja", "title_en", "source"), "")
        keys = list(Posting.objects.filter(person=person).values_list("pk", flat=True))
        Posting.objects.filter(pk__in=keys).update(**nothing)
        blank_events(Posting, keys, **nothing)


def _held(contacts: Any, user: Any) -> Iterable[Held]:
    rows = list(contacts.newest_first().defer("search")[:MOST_SHOWN])
    note_restricted_read(user, *rows)
    for one in rows:
        yield Held(f"{written(one.met_on)} {excerpt(one.said)}", reverse("attaches:contact", args=[one.pk]))


HOLDINGS = (Contacts(), ContactTexts(), Postings())
