"""What a partner's page says of decisions and of what either side has still to do."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from meetings.partner_panels import Commitments
from partners import timeline
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def france(db):
    return PartnerFactory(name_ja="フランス", name_en="France")


@pytest.fixture
def meeting(france, mofa):
    return MeetingFactory(series=SeriesFactory(host_partner=france, lead_ministry=mofa), start_date=date(2026, 6, 1))


def sides(partner, user):
    shown = Commitments().rows(partner, user, TODAY)
    return {side.value: count for side, count, _query in shown["sides"]} if shown else None


def test_open_commitments_are_counted_by_side_as_the_reader_sees_them(client, france, meeting, mext_staff):
    ActionFactory(meeting=meeting, title_ja="こちらの", handling=Handling.PUBLIC)
    ActionFactory.create_batch(2, meeting=meeting, side="theirs")
    ActionFactory(meeting=meeting, status="done", result="済み", result_on=TODAY)
    ActionFactory(meeting=MeetingFactory(country=france), title_ja="多国間の")
    assert sides(france, mext_staff) == {"ours": 1, "theirs": 2}
    assert sides(PartnerFactory(), mext_staff) is None
    client.force_login(mext_staff)
    html = client.get(reverse("partners:detail", args=[france.pk])).content.decode()
    assert "こちらの" in html
    assert "多国間の" not in html
    for side, count, query in Commitments().rows(france, mext_staff, TODAY)["sides"]:
        assert f"{reverse('meetings:actions')}?{query}".replace("&", "&amp;") in html
        answer = client.get(f"{reverse('meetings:actions')}?{query}")
        assert len(answer.context["rows"]) == count, side


def test_hidden_commitments_are_not_counted(france, meeting, french_attache, mext_staff):
    ActionFactory(meeting=meeting)
    assert sides(france, mext_staff) == {"ours": 1, "theirs": 0}
    assert sides(france, french_attache) is None


def test_a_partners_page_asks_as_many_queries_of_three_commitments_as_of_one(client, france, meeting, mext_staff):
    client.force_login(mext_staff)
    address, counts = reverse("partners:detail", args=[france.pk]), []
    for more in (1, 2):
        ActionFactory.create_batch(more, meeting=meeting)
        DecisionFactory.create_batch(more, meeting=meeting)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_decisions_stand_on_the_timeline_and_lead_to_their_meeting(client, france, meeting, mext_staff, french_attache):
    decision = DecisionFactory(meeting=meeting, text_ja="共同公募を行う。")
    DecisionFactory(meeting=meeting, deleted_at="2026-11-01T00:00Z")
    entries = timeline.page(france, mext_staff, today=TODAY, kinds=["decisions"]).entries
    assert [(entry.title, entry.day) for entry in entries] == [("共同公募を行う。", date(2026, 6, 1))]
    client.force_login(mext_staff)
    answer = client.get(entries[0].url)
    assert answer.url == f"{reverse('meetings:outcomes', args=[meeting.pk])}#d-{decision.pk}"
    assert timeline.page(france, french_attache, today=TODAY, kinds=["decisions"]).entries == []
    client.force_login(french_attache)
    assert client.get(entries[0].url).status_code == 404
