"""Clients of the API: signed in as one of the cast, by session or by a personal token."""

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiToken


@pytest.fixture
def client_of():
    def make(user):
        client = APIClient()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def token_client_of():
    def make(user):
        token, text = ApiToken.issue(user, "試験")
        client = APIClient(headers={"Authorization": f"Bearer {text}"})
        client.token = token
        return client

    return make


@pytest.fixture
def staff_api(client_of, mofa_staff):
    return client_of(mofa_staff)


@pytest.fixture
def attache_api(client_of, french_attache):
    return client_of(french_attache)
