"""Whoever is shown a restricted record is in the audit: every page, list, file and answer is asked.

Somebody on every list walks over all they can reach. What of a restricted row's texts stands in an answer is looked
up; the answer has to have left an entry for that row.
"""

import re

import pytest
from django.apps import apps
from django.core.cache import caches

from accounts.handling import Handled, Handling
from accounts.models import Act, AuditEntry
from tests.crawler import crawl, text_of
from tests.planters import plant
from tests.planters.planted import MARK
from tests.test_canaries import cast, client_of, clock, visible  # noqa: F401

pytestmark = pytest.mark.django_db

CHOICES = "only among the choices of a form"
# Where a row's title may stand without an entry: by the route and the kind of record.
LEFT = {
    ("/actions/ID/", "meetings.meeting"): CHOICES,
    ("/actions/ID/result/", "meetings.meeting"): CHOICES,
    ("/actions/ID/edit/", "meetings.agendaitem"): CHOICES,
    ("/actions/ID/edit/", "meetings.decision"): CHOICES,
    ("/decisions/ID/edit/", "meetings.agendaitem"): CHOICES,
    ("/meetings/ID/documents/add/", "meetings.agendaitem"): CHOICES,
    ("/meetings/ID/documents/ID/", "meetings.agendaitem"): CHOICES,
    ("/meetings/ID/outcomes/actions/", "meetings.agendaitem"): CHOICES,
    ("/meetings/ID/outcomes/actions/", "meetings.decision"): CHOICES,
    ("/meetings/ID/outcomes/decisions/", "meetings.agendaitem"): CHOICES,
    ("/network/contacts/ID/edit/", "partners.person"): CHOICES,
    ("/network/contacts/new/", "partners.person"): CHOICES,
    ("/network/postings/at/ID/add/", "partners.person"): CHOICES,
    ("/participants/ID/edit/", "partners.person"): CHOICES,
    ("/records/post/ID/edit/", "partners.person"): CHOICES,
    ("/records/post/add/ID/", "partners.person"): CHOICES,
    ("/records/secondment/ID/edit/", "partners.person"): CHOICES,
    ("/records/secondment/add/ID/", "partners.person"): CHOICES,
}


def texts_of_restricted_rows():
    """By mark: the rows whose text it is."""
    found = {}
    for model in apps.get_models():
        if not issubclass(model, Handled):
            continue
        for row in model.objects.filter(handling=Handling.RESTRICTED):
            for field in model._meta.concrete_fields:
                text = getattr(row, field.attname)
                if isinstance(text, str) and text.startswith(MARK):
                    found.setdefault(text.lower(), set()).add((model._meta.label_lower, str(row.pk)))
    return found


def newly_noted(before):
    entries = AuditEntry.objects.filter(act=Act.RESTRICTED_READ, pk__gt=before)
    return set(entries.values_list("kind", "record_id"))


def last_entry():
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_nothing_restricted_is_shown_without_an_entry(cast, visible, record_property):  # noqa: F811
    planted = plant("R", cast, visible)
    rows, client = texts_of_restricted_rows(), client_of(cast.stranger)
    addresses = [address for level in planted.records.values() for address in level]
    read = crawl(client, addresses, [f"{MARK}R"])
    record_property("pages_crawled", len(read))
    unnoted = {}
    for address in read:
        for cache in caches.all():
            cache.clear()
        before = last_entry()
        marks = re.findall(f"{MARK}r[0-9]{{3}}", text_of(client.get(address)).lower())
        shown = {row for mark in marks for row in rows.get(mark, ())}
        for kind, _key in shown - newly_noted(before):
            unnoted[re.sub(r"[0-9a-f-]{36}", "ID", address.partition("?")[0]), kind] = address
    assert {place: address for place, address in unnoted.items() if place not in LEFT} == {}
