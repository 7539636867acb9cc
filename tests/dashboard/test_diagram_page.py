"""The page of the relationship diagram: filters, the panel of a series, files, links and their circles."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from meetings.actions.series_links import link_series, unlink_series
from meetings.models import MeetingSeries, SeriesLink
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db
DIAGRAM = reverse("dashboard:diagram")


@pytest.fixture
def chain(mofa):
    """Working level prepares senior officials, who report to ministers; a fourth stands alone."""
    kinds = ("working", "senior_official", "ministerial", "working")
    series = [
        SeriesFactory(name_ja=f"系列{n}", kind="multilateral", level=level, lead_ministry=mofa)
        for n, level in enumerate(kinds)
    ]
    SeriesLink.objects.create(from_series=series[0], to_series=series[1], relation="prepares", source="出典A")
    SeriesLink.objects.create(from_series=series[1], to_series=series[2], relation="reports_to")
    return series


def faded(html: str) -> set[str]:
    return set(re.findall(r'class="node faded"[^>]*data-key="([\w-]+)"', html))


def test_chosen_series_opens_its_panel_and_fades_the_rest(client, council_member, chain):
    client.force_login(council_member)
    html = client.get(reverse("dashboard:diagram_series", args=[chain[1].pk])).content.decode()
    assert faded(html) == {str(chain[3].pk)}
    assert "出典A" in html
    part = client.get(reverse("dashboard:diagram_series", args=[chain[1].pk]), headers={"HX-Request": "true"})
    assert "<svg xmlns" not in part.content.decode()
    lineage = re.search(r'data-lineage="([^"]*)"', part.content.decode()).group(1).split()
    assert set(lineage) == {str(one.pk) for one in chain[:3]}


def test_each_filter_narrows(client, council_member, chain, mext):
    france, theme = PartnerFactory(name_ja="フランス"), ThemeFactory()
    theirs = SeriesFactory(host_partner=france, lead_ministry=mext, kind="bilateral")
    AgendaItemFactory(meeting=MeetingFactory(series=chain[0])).themes.add(theme)
    secret = SeriesFactory(kind="multilateral")
    hidden = MeetingFactory(series=secret)
    AgendaItemFactory(meeting=hidden, handling=Handling.PUBLIC).themes.add(theme)
    hidden.handling, hidden.access_group_id = Handling.RESTRICTED, _list_of_nobody()
    hidden.save()
    client.force_login(council_member)
    for query, shown in (
        (f"partner={france.pk}", {theirs}),
        (f"lead={mext.pk}", {theirs}),
        (f"theme={theme.pk}", {chain[0]}),
    ):
        html = client.get(f"{DIAGRAM}?{query}").content.decode()
        assert set(re.findall(r'data-key="([\w-]+)"', html)) == {str(one.pk) for one in shown}, query
    assert client.get(f"{DIAGRAM}?partner=nonsense").status_code == 400


def _list_of_nobody():
    return AccessGroupFactory().pk


def test_next_date_is_that_of_a_meeting_the_reader_sees(client, council_member, chain):
    MeetingFactory(series=chain[0], start_date=date(2099, 5, 4))
    near = MeetingFactory(series=chain[0], start_date=date(2099, 3, 2))
    near.handling, near.access_group_id = Handling.RESTRICTED, _list_of_nobody()
    near.save()
    client.force_login(council_member)
    html = client.get(DIAGRAM).content.decode()
    assert "2099.5.4" in html
    assert "2099.3.2" not in html


def test_query_count_is_the_same_for_one_and_many(client, council_member, chain):
    client.force_login(council_member)
    client.get(DIAGRAM)
    with CaptureQueriesContext(connection) as before:
        client.get(DIAGRAM)
    SeriesFactory.create_batch(5, kind="multilateral", level="expert", host_partner=PartnerFactory(name_ja="枠組み"))
    with CaptureQueriesContext(connection) as after:
        client.get(DIAGRAM)
    assert len(after) == len(before)


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<svg"), ("pdf", b"%PDF")])
def test_files_are_handed_out_and_noted(client, council_member, chain, form, begins):
    client.force_login(council_member)
    answer = client.get(reverse("dashboard:diagram_file", args=[form]))
    assert answer.content.startswith(begins)
    assert AuditEntry.objects.filter(act=Act.EXPORTED, kind="dashboard.diagram").count() == 1


def test_no_series_is_said(client, council_member):
    client.force_login(council_member)
    assert "図に表す会合の系列がありません" in client.get(DIAGRAM).content.decode()


# --- Links ---


def test_circle_is_refused_with_the_circle(client, secretariat, chain):
    fields = {"to_series": chain[0], "relation": "feeds_into"}
    with pytest.raises(ValidationError) as refused:
        link_series(chain[2].pk, fields=fields, actor=secretariat)
    assert "系列2 → 系列0 → 系列1 → 系列2" in str(refused.value)
    assert SeriesLink.objects.count() == 2
    client.force_login(secretariat)
    address = reverse("meetings:series_links", args=[chain[2].pk])
    answer = client.post(address, {"to_series": chain[0].pk, "relation": "feeds_into"})
    assert answer.status_code == 400
    assert "系列2 → 系列0 → 系列1 → 系列2" in answer.content.decode()
    answer = client.post(address, {"to_series": chain[3].pk, "relation": "feeds_into"})
    assert answer.status_code == 302
    assert SeriesLink.objects.count() == 3


def test_series_does_not_lead_to_itself_nor_twice(secretariat, chain):
    for target in (chain[0], chain[1]):
        with pytest.raises(ValidationError):
            link_series(chain[0].pk, fields={"to_series": target, "relation": "prepares"}, actor=secretariat)
    assert SeriesLink.objects.count() == 2


def test_only_the_secretariat_links(mofa_staff, chain):
    with pytest.raises(PermissionDenied):
        link_series(chain[0].pk, fields={"to_series": chain[3], "relation": "prepares"}, actor=mofa_staff)
    with pytest.raises(PermissionDenied):
        unlink_series(SeriesLink.objects.first().pk, actor=mofa_staff)


def test_link_is_taken_away(client, secretariat, chain):
    client.force_login(secretariat)
    link = SeriesLink.objects.get(from_series=chain[0])
    client.post(reverse("meetings:series_link_delete", args=[link.pk]))
    assert MeetingSeries.objects.get(pk=chain[0].pk).links_up.count() == 0
