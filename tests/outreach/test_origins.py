"""What dispatches and stories come out of: both ends point to each other, to who reads both; embassies and speakers."""

import re
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from attaches.models import MeetingRequest
from outreach.actions.dispatches import request_dispatch
from outreach.models import Dispatch, Engagement, Story
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.accounts import AccessGroupFactory
from tests.factories.circle import MeetingRequestFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory, StoryFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SPEAKER = MeetingRequest.Kind.SPEAKER


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def france():
    return PartnerFactory(name_ja="フランス", name_en="France")


@pytest.fixture
def action(mofa, france):
    series = SeriesFactory(lead_ministry=mofa, host_partner=france)
    meeting = MeetingFactory(series=series, lead_ministry=mofa)
    item = AgendaItemFactory(meeting=meeting)
    item.themes.add(ThemeFactory(name_ja="量子技術"))
    return ActionFactory(meeting=meeting, item=item, title_ja="講師を送る", responsible=mofa)


@pytest.fixture
def asked(mofa, french_embassy, france):
    french_embassy.country = france
    french_embassy.save()
    return MeetingRequestFactory(owner=french_embassy, ministry=mofa, kind=SPEAKER, subject="Quantum days")


def wish(partner, **changes):
    return {
        "title_ja": "講演の依頼",
        "partner": str(partner.pk),
        "theme": str(ThemeFactory().pk),
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-03",
        "language": "en",
        "time_zone": "Europe/Paris",
        "purpose_ja": "目的",
        **changes,
    }


def as_(client, person):
    client.force_login(person)
    return client


def page(client, name, row):
    return client.get(reverse(name, args=[row.pk])).content.decode()


def add(name, **query):
    return reverse(f"outreach:{name}_add", query={key: str(row.pk) for key, row in query.items()})


def of_request(asked, **more):
    return DispatchFactory(asked_in=asked, owner=asked.ministry, expert=ExpertFactory(name_ja="内部 候補"), **more)


def test_a_dispatch_comes_out_of_an_action(client, action, france, mofa_staff, council_member):
    as_(client, mofa_staff)
    address = add("dispatch", action=action)
    assert address in page(client, "meetings:action", action)
    begun = client.get(address).context["form"].initial
    assert (begun["title_ja"], begun["partner"], begun["theme"].name_ja) == ("講師を送る", france.pk, "量子技術")
    assert client.post(address, wish(france)).status_code == 302
    dispatch = Dispatch.objects.get()
    assert (dispatch.action, dispatch.requested_by) == (action, mofa_staff)
    of_dispatch, of_action = (
        reverse("outreach:dispatch", args=[dispatch.pk]),
        reverse("meetings:action", args=[action.pk]),
    )
    assert of_dispatch in page(client, "meetings:action", action)
    assert of_action in page(client, "outreach:dispatch", dispatch)
    as_(client, council_member)
    seen = page(client, "meetings:action", action)
    assert of_dispatch in seen
    assert address not in seen


def test_who_reads_one_end_alone_hears_nothing_of_the_other(client, action, mext_staff, french_attache):
    action.handling = Handling.PUBLIC
    action.save()
    for row in (action.meeting, action.item):
        row.handling = Handling.PUBLIC
        row.save()
    dispatch = DispatchFactory(action=action)
    as_(client, french_attache)
    assert client.get(reverse("meetings:action", args=[action.pk])).status_code == 200
    for person in (french_attache, mext_staff):
        dispatch.handling, dispatch.access_group = Handling.RESTRICTED, AccessGroupFactory()
        dispatch.save()
        seen = page(as_(client, person), "meetings:action", action)
        assert str(dispatch.pk) not in seen
        assert dispatch.title_ja not in seen
    dispatch.handling, dispatch.access_group = Handling.GOVERNMENT, None
    dispatch.save()
    action.handling, action.access_group = Handling.RESTRICTED, AccessGroupFactory()
    action.save()
    assert str(action.pk) not in page(as_(client, mext_staff), "outreach:dispatch", dispatch)
    assert client.get(add("dispatch", action=action)).status_code == 404


def test_a_story_comes_out_of_a_dispatch(client, france, mofa, mofa_staff):
    dispatch = DispatchFactory(owner=mofa, partner=france, state="reported", expert=ExpertFactory(), reported_on=TODAY)
    as_(client, mofa_staff)
    address = add("story", dispatch=dispatch)
    assert address in page(client, "outreach:dispatch", dispatch)
    form = client.get(address).context["form"]
    assert (form.initial["themes"], form.initial["partners"]) == ([dispatch.theme_id], [france.pk])
    assert client.post(address, {"title_ja": "量子の学校"}).status_code == 302
    story = Story.objects.get()
    assert story.dispatch == dispatch
    assert reverse("outreach:dispatch", args=[dispatch.pk]) in page(client, "outreach:story", story)
    assert reverse("outreach:story", args=[story.pk]) in page(client, "outreach:dispatch", dispatch)


def test_a_public_story_tells_nothing_of_its_dispatch(client, mext_staff, french_attache):
    dispatch = DispatchFactory(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    story = StoryFactory(published=True, dispatch=dispatch)
    public = reverse("outreach:public_story", args=["ja", story.pk])
    for person in (mext_staff, french_attache):
        as_(client, person)
        for address in (public, f"/api/v1/stories/{story.pk}/"):
            assert str(dispatch.pk) not in client.get(address).content.decode()
    assert str(dispatch.pk) not in page(as_(client, mext_staff), "outreach:story", story)
    client.logout()
    assert dispatch.title_ja not in client.get(public).content.decode()


@pytest.mark.parametrize("query", ["action=x", "asked_in=7c9e6679-7425-40de-944b-e07fc1f90ae7", "action=%00"])
def test_what_is_not_there_begins_nothing(client, mofa_staff, query):
    assert as_(client, mofa_staff).get(reverse("outreach:dispatch_add") + f"?{query}").status_code == 404


# --- An embassy asks for a speaker ---------------------------------------------------------------------------------


def test_an_embassy_asks_for_a_speaker_from_its_home(client, mofa, french_attache):
    as_(client, french_attache)
    address = reverse("attaches:request_add") + "?kind=speaker"
    assert address in client.get("/").content.decode()
    body = {"ministry": mofa.pk, "subject": "Quantum days", "purpose": "A talk", "date_1": "2026-12-07"}
    assert client.post(address, body).status_code == 302
    row = MeetingRequest.objects.get()
    assert (row.kind, row.owner, list(row.shared_with.all())) == (SPEAKER, french_attache.organisation, [mofa])
    assert client.get(reverse("attaches:request_add") + "?kind=x").status_code == 404
    assert "Speaker" in client.get("/network/requests/?kind=speaker").content.decode()
    assert client.get("/network/requests/?kind=meeting").context["rows"] == []


def test_the_ministry_asks_for_the_expert_and_the_embassy_hears(client, asked, france, mofa_staff, french_attache):
    as_(client, mofa_staff)
    address = add("dispatch", asked_in=asked)
    assert address in page(client, "attaches:request", asked)
    begun = client.get(address).context["form"].initial
    assert (begun["title_ja"], begun["partner"], begun["starts_on"]) == ("Quantum days", france.pk, date(2026, 12, 7))
    assert client.post(address, wish(france)).status_code == 302
    dispatch = Dispatch.objects.get()
    asked.refresh_from_db()
    assert (dispatch.asked_in, dispatch.owner, asked.state) == (asked, mofa_staff.organisation, "arranging")
    assert reverse("attaches:request", args=[asked.pk]) in page(client, "outreach:dispatch", dispatch)
    assert address not in page(client, "attaches:request", asked)
    assert client.post(address, wish(france)).status_code == 400, "once is enough"
    assert Dispatch.objects.count() == 1
    sweep(now=timezone.now())
    assert Notification.objects.filter(object_id=asked.pk, recipient=french_attache).exists()


def test_only_the_ministry_that_was_asked_takes_it_up(client, asked, mext_staff, officer, mofa_staff, french_attache):
    for person in (mext_staff, officer):
        assert as_(client, person).get(add("dispatch", asked_in=asked)).status_code == 404
    assert as_(client, french_attache).get(add("dispatch", asked_in=asked)).status_code == 403
    fields = {"asked_in": asked, "title_ja": "x"}
    with pytest.raises(MeetingRequest.DoesNotExist):
        request_dispatch(fields=fields, actor=mext_staff, now=timezone.now())
    asked.shared_with.add(officer.organisation)
    with pytest.raises(PermissionDenied):
        request_dispatch(fields=fields, actor=officer, now=timezone.now())
    MeetingRequest.objects.update(state="withdrawn")
    with pytest.raises(ValidationError):
        request_dispatch(fields=fields, actor=mofa_staff, now=timezone.now())
    MeetingRequest.objects.update(state="sent", kind="meeting")
    assert as_(client, mofa_staff).get(add("dispatch", asked_in=asked)).status_code == 404
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("requested", "A speaker is being sought."),
        ("matched", "A speaker is being sought."),
        ("approved", "A speaker is being sought."),
        ("invited", "A speaker is being sought."),
        ("agreed", "A speaker will come."),
        ("reported", "The visit has taken place."),
        ("cancelled", "No speaker will be sent."),
    ],
)
def test_the_embassy_reads_where_it_stands_and_nothing_of_how(client, asked, french_attache, state, words):
    dispatch = of_request(asked, state=state, choice_reason="内部の理由", report_ja="内部の報告")
    seen = page(as_(client, french_attache), "attaches:request", asked)
    assert words in seen
    for inside in ("内部", str(dispatch.pk), str(dispatch.expert_id), dispatch.title_ja, dispatch.title_en):
        assert inside not in seen
    assert bool(re.search(r"5 Feb\w* 2027", seen)) is (state in ("agreed", "reported"))


def test_the_embassy_reads_what_came_of_it(client, asked, french_attache):
    dispatch = of_request(asked, state="reported", reported_on=TODAY)
    for heard_by in (120, 30):
        Engagement.objects.create(
            dispatch=dispatch, day=dispatch.starts_on, what="内部", audience="public", heard_by=heard_by
        )
    out, draft = StoryFactory(published=True, dispatch=dispatch), StoryFactory(dispatch=dispatch)
    seen = page(as_(client, french_attache), "attaches:request", asked)
    assert "Talks and visits: 2. Listeners in all: 150." in seen
    assert reverse("outreach:public_story", args=["en", out.pk]) in seen
    assert str(draft.pk) not in seen
    assert "内部" not in seen
    Dispatch.objects.update(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    assert "The visit has taken place." not in page(client, "attaches:request", asked)


def test_the_answer_names_the_speaker_to_that_embassy_alone(client, asked, mofa_staff, french_attache, german_attache):
    body = {"agreed_on": "2027-02-01", "answer_note": "Dr Hanako Senmon will speak.", "version": 1}
    assert as_(client, mofa_staff).post(reverse("attaches:request_agree", args=[asked.pk]), body).status_code == 302
    assert "Dr Hanako Senmon will speak." in page(as_(client, french_attache), "attaches:request", asked)
    as_(client, german_attache)
    for address in (reverse("attaches:request", args=[asked.pk]), f"/api/v1/meeting-requests/{asked.pk}/"):
        assert client.get(address).status_code == 404
    assert asked.subject not in client.get("/network/requests/").content.decode()


def test_the_api_takes_the_kind_and_the_origin(client, asked, action, france, mofa, mofa_staff, french_attache):
    as_(client, french_attache)
    body = {"ministry": str(mofa.pk), "subject": "x", "purpose": "y", "dates": [{"on_date": "2026-12-07"}]}
    sent = client.post("/api/v1/meeting-requests/", {**body, "kind": "speaker"}, content_type="application/json")
    assert (sent.status_code, sent.json()["kind"]) == (201, "speaker")
    as_(client, mofa_staff)
    for name, row in (("action", action), ("asked_in", asked)):
        made = client.post("/api/v1/dispatches/", wish(france, **{name: str(row.pk)}), content_type="application/json")
        assert made.status_code == 201, made.content
        assert getattr(Dispatch.objects.get(pk=made.json()["id"]), name) == row
        assert name not in made.json(), "an end that its reader may not see is not told"
    story = client.post(
        "/api/v1/stories/", {"title_ja": "題", "dispatch": made.json()["id"]}, content_type="application/json"
    )
    assert story.status_code == 201
    assert str(Story.objects.get().dispatch_id) == made.json()["id"]


def test_the_pages_cost_the_same_at_one_and_three(client, action, asked, mofa_staff, django_assert_num_queries):
    as_(client, mofa_staff)
    addresses = [reverse("meetings:action", args=[action.pk]), reverse("attaches:request", args=[asked.pk])]
    DispatchFactory(action=action, asked_in=asked)
    for address in addresses:
        client.get(address)
    counts = []
    for address in addresses:
        with CaptureQueriesContext(connection) as alone:
            client.get(address)
        counts.append(len(alone))
    DispatchFactory.create_batch(2, action=action, asked_in=asked)
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)
