"""Contacts: the pages of those who read few of very many and of those who read most, a save, the check for twins.

Each is asked in this process at two sizes of the table, beside its floor: the same statements sent bare. What is flat
costs at the large size what it costs at the small one.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Role, User
from attaches.actions.contacts import log_contact
from attaches.loading.volume import ContactVolume, is_present, key_of, remove_contact_volume
from partners.models import Person

NAME = "contacts"
SMALL, LARGE, PEOPLE = 10_000, 1_000_000, 100_000
QUICK = (1_000, 100_000, 10_000)
TIMES, WARM_UP = 40, 5
AIM_FLAT = 2.0


@dataclass(frozen=True)
class Deed:
    name: str
    do: Callable[[], Any]


def measurements(*, quick: bool) -> Iterator[dict[str, Any]]:
    small, large, people = QUICK if quick else (SMALL, LARGE, PEOPLE)
    if is_present():
        remove_contact_volume()
    volume = ContactVolume(people=people, today=timezone.localdate())
    volume.load(0, small)
    before = {deed.name: measured(deed) for deed in deeds(volume)}
    started = time.monotonic()
    volume.load(small, large)
    loaded = round(time.monotonic() - started)
    for deed in deeds(volume):
        after = measured(deed)
        flat = round(after["p50_ms"] / before[deed.name]["p50_ms"], 2)
        ratio = round(after["p50_ms"] / max(after["floor_ms"], 0.01), 1)
        yield {
            "name": f"{NAME}: {deed.name}",
            "contacts": large,
            "people": people,
            "loaded_s": loaded,
            **after,
            "small": {"contacts": small, **before[deed.name]},
            "ratio": ratio,
            "flat": flat,
            "aim_flat": AIM_FLAT,
            "met": flat <= AIM_FLAT,
        }


def deeds(volume: ContactVolume) -> list[Deed]:
    attache = person_at(volume.embassies[0], Role.ATTACHE)
    staff = person_at(volume.ministries[0], Role.STAFF)
    theirs, ours = client_of(attache), client_of(staff)
    listed, met = reverse("attaches:contacts"), Person.objects.get(pk=key_of(3, 0))
    twins = reverse("attaches:contact_twins", args=[0])
    return [
        Deed("list as attaché", lambda: page(theirs, listed)),
        Deed("list as staff", lambda: page(ours, listed)),
        Deed("search as attaché", lambda: page(theirs, f"{listed}?q=量子")),
        Deed("search as staff", lambda: page(ours, f"{listed}?q=量子")),
        Deed("search of two words as staff", lambda: page(ours, f"{listed}?q=量子 標準化")),
        Deed("twin check while typing", lambda: page(ours, twins, {"new-0-name_ja": met.name_ja.partition(" ")[0]})),
        Deed("person page with timeline", lambda: page(ours, reverse("partners:person", args=[met.pk]))),
        Deed("contact saved", lambda: saved(attache)),
    ]


def measured(deed: Deed) -> dict[str, Any]:
    for _number in range(WARM_UP):
        deed.do()
    taken = [seconds(deed.do) for _number in range(TIMES)]
    with CaptureQueriesContext(connection) as captured:
        deed.do()
    statements = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    bare = [seconds(lambda: run(statements)) for _number in range(TIMES)]
    return {
        "p50_ms": round(statistics.median(taken) * 1000, 2),
        "floor_ms": round(statistics.median(bare) * 1000, 2),
        "queries": len(captured.captured_queries),
    }


def run(statements: list[str]) -> None:
    """The statements and nothing else: every row fetched, none of them looked at."""
    with connection.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def seconds(do: Callable[[], Any]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def client_of(person: User) -> Client:
    client = Client(headers={"Host": "localhost"})
    client.force_login(person)
    return client


def page(client: Client, address: str, form: dict[str, str] | None = None) -> None:
    answer = client.post(address, form) if form else client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"bench: {address} answers {answer.status_code}")


def saved(author: User) -> None:
    """One contact with a new person, as the form saves it; taken back, so that the table stays as it is."""
    with transaction.atomic():
        log_contact(
            key=uuid4(),
            fields={
                "met_on": timezone.localdate() - timedelta(days=1),
                "said": "次の共同公募について聞いた。",
                "people": [],
                "handling": Handling.SHARED,
            },
            new_people=[{"name_ja": "新しい 人"}],
            actor=author,
            now=timezone.now(),
        )
        transaction.set_rollback(True)


def person_at(organisation: Any, role: str) -> User:
    """Somebody who may sign in there, made where nobody is."""
    found = User.objects.in_term(timezone.localdate()).filter(organisation=organisation, role=role).first()
    if found:
        return found
    email = f"bench-{organisation}@contacts.volume.portal.example"
    return User.objects.get_or_create(email=email, defaults={"role": role, "organisation_id": organisation})[0]
