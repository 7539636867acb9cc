"""Twenty people at once on one agenda, over real HTTP: nothing is lost and the order stays an order."""

import random
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from meetings.models import AgendaItem
from tests.factories.accounts import UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

EDITORS, EDITS = 20, 50
SEED = 20261124
TOKEN = "t" * 32


class Editor(threading.Thread):
    """One person with a session of their own. Each edit adds a mark nobody else writes to a note they share."""

    def __init__(self, number, address, meeting, items, user):
        super().__init__()
        self.number, self.items = number, items
        self.path = f"/meetings/{meeting.pk}/agenda"
        self.dice = random.Random(SEED + number)
        self.http = HTTPConnection(urlsplit(address).netloc, timeout=60)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.headers = {
            "Cookie": cookies,
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.saved, self.answers = [], Counter()

    def post(self, path, data):
        self.http.request("POST", f"{self.path}/{path}", urlencode(data), self.headers)
        answer = self.http.getresponse()
        answer.read()
        self.answers[answer.status] += 1
        return answer.status

    def run(self):
        try:
            for turn in range(EDITS):
                item = self.dice.choice(self.items)
                if turn % 5 == 4:
                    self.move(item)
                else:
                    self.edit(item, f"<{self.number}-{turn}>")
        finally:
            self.http.close()
            connection.close()

    def edit(self, item, mark):
        """Add the mark to the text that stands there; after a conflict look again, as a person would."""
        status = 409
        while status == 409:
            note, version = AgendaItem.objects.values_list("note", "version").get(pk=item)
            fields = {"only": "note", "version": version, "initial-note": note, "note": note + mark}
            status = self.post(f"{item}/", fields)
        assert status == 302
        self.saved.append((item, mark))

    def move(self, item):
        version = AgendaItem.objects.values_list("version", flat=True).get(pk=item)
        step = self.dice.choice(["up", "down"])
        assert self.post(f"{item}/move/", {"version": version, "step": step}) in (302, 409)


@pytest.mark.django_db(transaction=True)
def test_twenty_editors_lose_nothing(live_server, mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa)
    meeting.concerned.add(mext)
    items = [AgendaItemFactory(meeting=meeting).pk for _number in range(20)]
    people = [UserFactory(organisation=(mofa, mext)[number % 2]) for number in range(EDITORS)]
    editors = [Editor(number, live_server.url, meeting, items, person) for number, person in enumerate(people)]
    began = time.monotonic()
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    notes = dict(AgendaItem.objects.values_list("pk", "note"))
    saved = [entry for editor in editors for entry in editor.saved]
    lost = [(item, mark) for item, mark in saved if notes[item].count(mark) != 1]
    order = list(AgendaItem.objects.order_by("position").values_list("position", flat=True))
    answers = sum((editor.answers for editor in editors), Counter())
    print(f"seed {SEED}: {len(saved)} edits saved, {len(lost)} lost, {dict(answers)}, {time.monotonic() - began:.0f} s")
    assert len(saved) == EDITORS * EDITS * 4 // 5
    assert lost == []
    assert order == list(range(1, len(items) + 1))
