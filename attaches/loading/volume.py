"""A large made-up set of contacts for measurements, by COPY: as much of it as asked, and more of the same later.

Row number n is always the same row, so that a set can be grown while measuring. It goes away whole, by its people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Role, User
from attaches.models import Contact, FollowUp, Way
from meetings.loading.volume import words
from meetings.loading.volume.copying import blank, copy_rows, without_history, without_indexes, without_references
from partners.models import Organisation, Partner, Person, Theme

SLUG = "volume-contacts-"
DOMAIN = "contacts.volume.portal.example"
PARTNERS, TEXTS, DAYS = 200, 4_000, 3_650
LINKS = (Contact.people.through, Contact.themes.through, Contact.shared_with.through)
TABLES = (User, Organisation, Person, Contact, FollowUp, *LINKS)
SPREAD = 0x9E3779B97F4A7C15F39CC0605CEDC835


def key_of(kind: int, number: int) -> UUID:
    """Different for each row, the same each time, and spread over the index as real ones are."""
    return UUID(int=((number + 1) * SPREAD + kind * 0xD1B54A32D192ED03) % 2**128, version=4)


class ContactVolume:
    """Six of ten contacts belong to embassies, spread evenly over those of 200 countries; the rest to ministries and
    missions, most of them for all of government."""

    def __init__(self, *, people: int, today: date) -> None:
        self.people, self.today = people, today
        self.now = datetime.combine(today, time(), timezone.get_current_timezone())
        chance = Random(1)  # noqa: S311
        self.texts = [f"{words.topic(chance)[0]}。{words.note(chance)}" for _number in range(TEXTS)]
        self.names = [words.person(chance) for _number in range(TEXTS)]
        found = Partner.objects.counterparts().order_by("kind", "slug").values_list("pk", "slug")
        self.partners = list(found[:PARTNERS])
        self.themes = list(Theme.objects.order_by("slug").values_list("pk", flat=True))
        self.ministries = list(Organisation.objects.ministries().order_by("slug").values_list("pk", flat=True))
        of_country = dict(Organisation.objects.filter(kind="embassy").values_list("country", "pk"))
        self.embassies = [of_country.get(pk, key_of(1, n)) for n, (pk, _slug) in enumerate(self.partners)]
        missions = Organisation.objects.filter(kind="mission").order_by("slug").values_list("pk", flat=True)
        self.homes = [*self.ministries, *missions]
        self.owners = [*self.embassies, *self.homes]
        latest = Contact.objects.order_by().values("owner").annotate(last=Max("number"))
        self.last = Counter(dict(latest.values_list("owner", "last")))

    # --- Rows --------------------------------------------------------------------------------------------------

    def organisation_rows(self) -> Iterator[dict[str, Any]]:
        base = blank(Organisation) | self._stamps() | {"kind": Organisation.Kind.EMBASSY, "is_sample": True}
        for number, (partner, slug) in enumerate(self.partners):
            if self.embassies[number] == key_of(1, number):
                names = {"name_ja": f"在日大使館 {slug}（大量データ）", "name_en": f"Embassy of {slug} (volume)"}
                yield base | names | {"id": key_of(1, number), "slug": f"{SLUG}{slug}", "country_id": partner}

    def user_rows(self) -> Iterator[dict[str, Any]]:
        base = blank(User) | {"password": "!", "is_active": False}
        for number, owner in enumerate(self.owners):
            role = Role.ATTACHE if number < len(self.embassies) else Role.STAFF
            yield base | {
                "id": key_of(2, number),
                "email": f"author{number}@{DOMAIN}",
                "role": role,
                "organisation_id": owner,
            }

    def person_rows(self) -> Iterator[dict[str, Any]]:
        base = blank(Person) | self._stamps() | {"is_sample": True, "handling": Handling.GOVERNMENT}
        for number in range(self.people):
            inside = number % 2 == 0
            yield base | {
                "id": key_of(3, number),
                "slug": f"{SLUG}{number}",
                "name_ja": self.names[number % TEXTS].replace("（", f"{number}（"),
                "name_en": f"Volume Person {number}",
                "partner_id": self.partners[number % len(self.partners)][0],
                "handling": Handling.GOVERNMENT if inside else Handling.SHARED,
                "owner_id": self.homes[0] if inside else self.embassies[number % len(self.embassies)],
            }

    def _owner(self, number: int) -> int:
        """Which of the owners."""
        if number % 10 < 6:
            return (number // 10 * 6 + number % 10) % len(self.embassies)
        return len(self.embassies) + number % len(self.homes)

    def _is_inside(self, number: int) -> bool:
        return number % 10 >= 6 and number % 50 >= 10

    def contact_rows(self, first: int, last: int) -> Iterator[dict[str, Any]]:
        base, ways = blank(Contact) | self._stamps() | {"is_sample": True}, Way.values
        for number in range(first, last):
            place = self._owner(number)
            owner = self.owners[place]
            self.last[owner] += 1
            yield base | {
                "id": key_of(4, number),
                "key": key_of(5, number),
                "number": self.last[owner],
                "owner_id": owner,
                "author_id": key_of(2, place),
                "met_on": self.today - timedelta(days=number * 7919 % DAYS),
                "way": ways[number % len(ways)],
                "partner_id": self._partner(number, place),
                "said": self.texts[number * 31 % TEXTS],
                "handling": Handling.GOVERNMENT if self._is_inside(number) else Handling.SHARED,
            }

    def _partner(self, number: int, place: int) -> UUID:
        return self.partners[place if place < len(self.partners) else number % len(self.partners)][0]

    def links(self, first: int, last: int) -> Iterator[tuple[Any, Iterator[dict[str, Any]]]]:
        """Of each contact a person and a theme; one in ten of an embassy's is shared with a ministry."""
        numbers = range(first, last)
        yield (
            Contact.people.through,
            ({"contact_id": key_of(4, n), "person_id": key_of(3, n % self.people)} for n in numbers),
        )
        yield (
            Contact.themes.through,
            ({"contact_id": key_of(4, n), "theme_id": self.themes[n % len(self.themes)]} for n in numbers),
        )
        yield (
            Contact.shared_with.through,
            (
                {"contact_id": key_of(4, n), "organisation_id": self.ministries[n % len(self.ministries)]}
                for n in numbers
                if n % 10 == 0
            ),
        )

    def _stamps(self) -> dict[str, datetime]:
        return {"created_at": self.now, "updated_at": self.now}

    # --- Loading -----------------------------------------------------------------------------------------------

    @transaction.atomic
    def load(self, first: int, last: int, said: Callable[[str, int], None] = lambda table, count: None) -> None:
        """The contacts from number `first` up to `last`; with the first of them come bodies and people."""
        with ExitStack() as bare:
            bare.enter_context(without_history(TABLES))
            bare.enter_context(without_references((Contact, *LINKS)))
            for table in (Contact, *LINKS):
                bare.enter_context(without_indexes(table, "gin", "btree"))
            if first == 0:
                for model, rows in (
                    (Organisation, self.organisation_rows()),
                    (User, self.user_rows()),
                    (Person, self.person_rows()),
                ):
                    said(model._meta.db_table, copy_rows(model, rows))
            for model, rows in ((Contact, self.contact_rows(first, last)), *self.links(first, last)):
                said(model._meta.db_table, copy_rows(model, rows))
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f'ANALYZE "{table._meta.db_table}"')


@transaction.atomic
def remove_contact_volume() -> None:
    """Everything of the set: its contacts, however many, then the people and bodies that they hung on."""
    ours = "SELECT id FROM attaches_contact WHERE author_id IN (SELECT id FROM accounts_user WHERE email LIKE %s)"
    authors = [f"%@{DOMAIN}"]
    with without_history(TABLES):
        with connection.cursor() as cursor:
            for table in (FollowUp, *LINKS):
                cursor.execute(f'DELETE FROM "{table._meta.db_table}" WHERE contact_id IN ({ours})', authors)  # noqa: S608
            cursor.execute(f"DELETE FROM attaches_contact WHERE id IN ({ours})", authors)  # noqa: S608
            cursor.execute("DELETE FROM partners_person WHERE slug LIKE %s", [f"{SLUG}%"])
        User.objects.filter(email__endswith=f"@{DOMAIN}").delete()
        Organisation.objects.filter(slug__startswith=SLUG).delete()


def is_present() -> bool:
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()
