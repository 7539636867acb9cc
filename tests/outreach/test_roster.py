"""The roster of experts: who is in it and edits whom, how it is filtered, and who fits a request."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from outreach.matching import matches
from outreach.models import Asking, Expert
from tests.factories.accounts import AccessGroupFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory
from tests.factories.partners import OrganisationFactory, ThemeFactory
from tests.outreach.conftest import TODAY, as_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_fatigue_clashes_and_absence_are_said(mofa_staff, expert, requested, france):
    Expert.objects.update(most_per_year=1, available_until=date(2026, 12, 31))
    busy = DispatchFactory(
        owner=mofa_staff.organisation,
        expert=expert,
        state="agreed",
        starts_on=date(2027, 2, 6),
        ends_on=date(2027, 2, 7),
    )
    Asking.objects.create(dispatch=busy, expert=expert, asked_on=TODAY - timedelta(days=100), answer="accepted")
    (match,) = matches(requested, mofa_staff, TODAY)
    assert match.warnings == [
        "この1年に1回依頼済み（上限1回）",
        f"同じ時期に別の派遣がある: {busy.title_ja}",
        "引受け可能な期間の外",
    ]
    busy.handling, busy.access_group = Handling.RESTRICTED, AccessGroupFactory()
    busy.save()
    (match,) = matches(requested, mofa_staff, TODAY)
    assert match.warnings == ["引受け可能な期間の外"], "what the reader may not see is not hinted at"


def test_matching_costs_the_same_at_one_and_three(
    client, mofa_staff, expert, requested, quantum, django_assert_num_queries
):
    as_(client, mofa_staff)
    address = reverse("outreach:dispatch", args=[requested.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    for _more in range(2):
        another = ExpertFactory(owner=mofa_staff.organisation, institution=OrganisationFactory())
        another.themes.add(quantum, ThemeFactory())
    with django_assert_num_queries(len(alone)):
        assert len(client.get(address).context["matches"]) == 3


@pytest.mark.parametrize(("name", "make"), [("experts", ExpertFactory), ("dispatches", DispatchFactory)])
def test_the_lists_cost_the_same_at_one_and_three_rows(client, mofa_staff, django_assert_num_queries, name, make):
    as_(client, mofa_staff)
    address = reverse(f"outreach:{name}")
    more = (
        {"expert": ExpertFactory(), "state": "agreed"}
        if name == "dispatches"
        else {"institution": OrganisationFactory()}
    )
    make(**more)
    client.get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    make.create_batch(2, **more)
    with django_assert_num_queries(len(alone)):
        assert len(client.get(address).context["rows"]) == 3


def test_the_roster_is_filtered(client, mofa_staff, expert, quantum):
    ExpertFactory(name_ja="別の人", languages=["fr"], available_until=date(2026, 1, 1))
    as_(client, mofa_staff)
    for query in (f"theme={quantum.pk}", "language=en", "region=Europe", "on=2026-12-01", "q=量子計測&language=ja"):
        rows = client.get(reverse("outreach:experts") + f"?{query}").context["rows"]
        assert [row["title"] for row in rows] == [expert.name_ja], query
    assert client.get(reverse("outreach:experts") + "?language=xx").status_code == 400


def test_an_expert_needs_consent_and_a_language(client, mext_staff):
    whole = {
        "name_ja": "専門 家",
        "field_ja": "量子",
        "languages": ["en"],
        "most_per_year": "2",
        "consented_on": "2026-04-01",
    }
    as_(client, mext_staff)
    for broken in (
        {"consented_on": ""},
        {"languages": []},
        {"languages": ["xx"]},
        {"field_ja": "a\x00"},
        {"name_ja": ""},
    ):
        assert client.post(reverse("outreach:expert_add"), {**whole, **broken}).status_code == 400
    assert not Expert.objects.exists()
    assert client.post(reverse("outreach:expert_add"), whole).status_code == 302
    expert = Expert.objects.get()
    assert (expert.owner, expert.handling, expert.languages) == (mext_staff.organisation, "government", ["en"])


def test_the_staff_of_an_institution_edit_their_own_expert(client, expert, mext, mext_staff):
    as_(client, mext_staff)
    address = reverse("outreach:expert_edit", args=[expert.pk])
    assert client.get(address).status_code == 403
    Expert.objects.update(institution=mext)
    assert client.get(address).status_code == 200
    sent = {"version": 1, "field_ja": "新しい専門", "languages": ["en", "fr"], "name_ja": expert.name_ja}
    assert client.post(address, {**sent, "consented_on": "2026-04-01", "most_per_year": "2"}).status_code == 302
    expert.refresh_from_db()
    assert expert.languages == ["en", "fr"]
    assert "英語、フランス語" in client.get(reverse("outreach:expert_history", args=[expert.pk])).content.decode()
