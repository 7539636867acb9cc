"""A client of one's own and a contact of an embassy, on a day that stands still."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.handling import Handling
from tests.attaches.deeds import NOW
from tests.factories.attaches import ContactFactory
from tests.factories.partners import PartnerFactory

REGISTER = reverse("attaches:follow_ups")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client_of():
    def made(user):
        client = Client()
        client.force_login(user)
        return client

    return made


@pytest.fixture
def of_france(french_embassy):
    return ContactFactory(owner=french_embassy, handling=Handling.SHARED, partner=PartnerFactory())


def page_of(row, verb=""):
    return reverse(f"attaches:follow_up{verb}", args=[row.pk])


def found(client, **params):
    response = client.get(REGISTER, params)
    assert response.status_code == 200
    return [row["title"] for row in response.context["rows"]]
