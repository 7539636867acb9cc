"""The overview: every number is that of its rows as the reader sees them, at most a minute old, and says how old."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.handling import Handling
from attaches.models import ContactInterval
from attaches.quiet.finding import quiet_partners
from dashboard.figures.proposals import Proposals
from dashboard.paper import overview_paper
from dashboard.recount import drifts
from meetings.models import ActionItem, AgendaItem
from partners.models import Theme, ThemeOwner
from tests.dashboard.conftest import NOW, TODAY, numbers, overview
from tests.factories.attaches import ContactFactory
from tests.factories.coordination import CoordinationFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    PartnerFactory,
    RelationFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "intervals")]
HOME = reverse("dashboard:home")
PAGES = ("home", "ahead", "commitments", "coverage", "proposals", "quiet", "series", "world", "snapshots", "diagram")


def test_figures_are_those_of_the_rows(client, council_member, world, mext):
    blank = ThemeFactory(parent=Theme.objects.get(pk=world["theme"].parent_id))
    RelationFactory()
    assert numbers(council_member) == {"coming": 1, "late": 1, "overdue": 1, "blank": 1, "quiet": 1}
    shown = overview(council_member)
    assert shown.coverage.blank == [blank.pk]
    client.force_login(council_member)
    html = client.get(HOME).content.decode()
    assert "約束の1件が期限を過ぎています。" in html
    assert f"うち1件は{mext}です。" in html
    for figure in shown.figures():
        assert client.get(figure.address.split("#")[0]).status_code == 200
    rows = client.get(f"{reverse('meetings:actions')}?when=overdue").context["rows"]
    assert len(rows) == 1


def test_every_gap_names_its_owner(client, council_member, world, mofa):
    owned = ThemeFactory(parent=ThemeFactory(), name_ja="宇宙")
    headquarters = OrganisationFactory(kind="headquarters", name_ja="宇宙開発戦略本部")
    ThemeOwner.objects.create(theme=owned, organisation=headquarters, role=ThemeOwner.Duty.STEERS)
    quiet = RelationFactory(partner=PartnerFactory(name_ja="ペルー", desk=mofa)).partner
    client.force_login(council_member)
    html = client.get(HOME).content.decode()
    assert "宇宙開発戦略本部" in html
    for text in (quiet.name_ja, f"担当: {mofa.name_ja}"):
        assert text in html


def test_the_picture_marks_what_is_behind_by_more_than_colour(client, council_member, world):
    MeetingFactory(start_date=TODAY + timedelta(days=60), status="tentative")
    client.force_login(council_member)
    for page in ("home", "ahead"):
        html = client.get(reverse(f"dashboard:{page}")).content.decode()
        assert html.count(" behind") == html.count(">!</text>") == 1
        assert "） 準備の遅れ</title>" in html


@pytest.mark.parametrize("page", PAGES)
def test_nothing_at_all_is_said_and_no_fault(client, council_member, page):
    client.force_login(council_member)
    answer = client.get(reverse(f"dashboard:{page}"))
    assert answer.status_code == 200
    assert "Traceback" not in answer.content.decode()
    assert "0件" not in answer.content.decode(), "nothing is said in words"


def test_figures_are_kept_for_a_minute_and_say_their_age(client, council_member, world, clock):
    assert numbers(council_member)["overdue"] == 1
    ActionItem.objects.update(status="done", result="済み", result_on=TODAY)
    clock.shift(30)
    assert numbers(council_member, NOW + timedelta(seconds=30))["overdue"] == 1
    client.force_login(council_member)
    assert "30秒前" in client.get(HOME).content.decode()
    clock.shift(61)
    assert numbers(council_member, NOW + timedelta(seconds=91))["overdue"] == 0
    assert "0秒前" in client.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("days", "late"),
    [
        (60, []),
        (30, []),
        (14, ["positions", "delegation"]),
        (7, ["positions", "clearance", "papers", "delegation"]),
    ],
)
def test_parts_are_late_from_their_day_on(council_member, mofa, days, late):
    meeting = MeetingFactory(lead_ministry=mofa, start_date=TODAY + timedelta(days=days))
    AgendaItemFactory(meeting=meeting)
    AgendaItemFactory(meeting=meeting, kind="other")
    parts = overview(council_member).ahead.parts[meeting.pk]
    assert [part.part for part in parts if part.late] == late
    assert {part.part: (part.done, part.total) for part in parts} == {
        "agenda": (1, 1),
        "positions": (0, 1),
        "clearance": (0, 1),
        "papers": (0, 1),
        "delegation": (0, 1),
    }


def test_meeting_without_an_agenda_is_late_a_month_before(council_member):
    meeting = MeetingFactory(start_date=TODAY + timedelta(days=30))
    assert [part.part for part in overview(council_member).ahead.parts[meeting.pk] if part.late] == ["agenda"]


def test_commitments_by_ministry_and_partner_lead_to_their_rows(client, council_member, world, mext):
    ActionFactory(meeting=world["meeting"], responsible=mext, due_on=TODAY + timedelta(days=9))
    ActionFactory(meeting=world["meeting"], responsible=mext, status="done", result="済", result_on=TODAY)
    ActionFactory(meeting=world["meeting"], side="theirs", responsible_text="先方", due_on=None)
    ActionFactory(meeting=world["meeting"], responsible=mext, status="dropped", result="不要", result_on=TODAY)
    client.force_login(council_member)
    shown = overview(council_member)
    for rows, wanted in ((shown.ministry_rows(), (1, 1, 2)), (shown.partner_rows(), (1, 1, 3))):
        (row,) = rows
        tally = row["tally"]
        assert (tally.kept, tally.late, tally.open) == wanted
        for name, count in (("kept", tally.kept), ("late", tally.late), ("open", tally.open)):
            assert len(client.get(row[name]).context["rows"]) == count, name


def test_coverage_leads_to_its_meetings(client, council_member, world):
    client.force_login(council_member)
    page = client.get(reverse("dashboard:coverage"), {"branch": world["theme"].parent_id})
    (row,) = page.context["rows"]
    ((_theme, count, address),) = row["cells"]
    assert count == 1
    assert len(client.get(address).context["rows"]) == 1
    assert client.get(reverse("dashboard:coverage"), {"branch": "nonsense"}).status_code == 400


def test_proposals_by_series_and_year(client, council_member, world):
    made = {"meeting": world["meeting"], "proposed_by": "japan"}
    adopted = AgendaItemFactory(**made, fate="adopted")
    AgendaItemFactory(**made, fate="proposed")
    AgendaItemFactory(**made, fate="idea")
    AgendaItemFactory(meeting=world["meeting"], proposed_by="host", fate="adopted")
    AgendaItemFactory(**made, fate="adopted", deleted_at=NOW)
    DecisionFactory(meeting=world["meeting"], item=adopted)
    total = overview(council_member).proposals.total
    assert (total.proposed, total.adopted, total.decided) == (2, 1, 1)
    client.force_login(council_member)
    page = client.get(reverse("dashboard:proposals"), {"series": world["series"].pk, "year": "2026"})
    assert len(page.context["items"]) == 2
    for outcome, number in (("proposed", 2), ("adopted", 1), ("decided", 1)):
        page = client.get(reverse("dashboard:proposals"), {"outcome": outcome})
        assert len(page.context["items"]) == page.context["item_count"] == number
        assert f"?outcome={outcome}#items" in client.get(HOME).content.decode()
    assert client.get(reverse("dashboard:proposals"), {"year": "99999999999"}).status_code == 400


def test_a_case_with_another_headquarters_tells_its_state_and_next_step(client, council_member):
    CoordinationFactory(next_step="論点を整理する", state="under_way")
    CoordinationFactory(next_step="", state="raised")
    client.force_login(council_member)
    page = client.get(HOME).content.decode()
    assert all(words in page for words in ("論点を整理する", "調整中", "協議前", "未定"))


def test_partners_gone_quiet_are_those_that_desks_are_reminded_of(client, council_member, mofa):
    priorities = {"high": 3, "medium": 6, "normal": 12}
    partners = {one: RelationFactory(partner__desk=mofa, priority=one).partner for one in priorities}
    for partner in partners.values():
        ContactFactory(partner=partner, met_on=date(2026, 5, 20), handling=Handling.GOVERNMENT)
    AgreementFactory(partner=PartnerFactory())
    silent = [(one.partner, one.months) for one in overview(council_member).quiet]
    assert silent == [(partners["high"].pk, 3), (partners["medium"].pk, 6)]
    assert [pk for pk, _months in silent] == [one.partner.pk for one in quiet_partners(council_member, TODAY)]
    client.force_login(council_member)
    html = client.get(reverse("dashboard:quiet")).content.decode()
    assert "間隔 3か月" in html
    cache.clear()
    ContactInterval.objects.filter(priority="medium").update(months=None)
    assert numbers(council_member)["quiet"] == 1


def test_series_that_missed_its_rhythm_is_named_until_a_session_is_known(council_member, mofa):
    series = SeriesFactory(lead_ministry=mofa, cadence_months=6)
    MeetingFactory(series=series, start_date=date(2025, 1, 10), status="held")
    assert overview(council_member).over_cadence == [series.pk]
    cache.clear()
    MeetingFactory(series=series, start_date=date(2027, 3, 1))
    assert overview(council_member).over_cadence == []


@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow_with_the_rows(client, council_member, world, mofa, page):
    client.force_login(council_member)
    address = reverse(f"dashboard:{page}")

    def asked() -> int:
        cache.clear()
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def add() -> None:
        partner = AgreementFactory(partner=PartnerFactory(), expires_on=TODAY + timedelta(days=60)).partner
        RelationFactory(partner=partner)
        series = SeriesFactory(host_partner=partner, lead_ministry=mofa, cadence_months=1, kind="multilateral")
        MeetingFactory(series=series, start_date=date(2024, 1, 10), status="held")
        meeting = MeetingFactory(series=world["series"], start_date=TODAY + timedelta(days=6))
        item = AgendaItemFactory(meeting=meeting, proposed_by="japan", fate="adopted")
        item.themes.add(world["theme"])
        ActionFactory(meeting=meeting, responsible=mofa, due_on=TODAY - timedelta(days=1))
        CoordinationFactory(lead=mofa)
        ThemeFactory(parent_id=world["theme"].parent_id)

    add()
    one = asked()
    add()
    add()
    assert asked() == one


def test_recount_finds_no_drift_and_reports_one(council_member, world, monkeypatch, capsys):
    assert list(drifts(council_member, NOW)) == []
    call_command("recount")
    monkeypatch.setattr("dashboard.recount.proposals", lambda user: Proposals(cells={}))
    AgendaItem.objects.update(proposed_by="japan", fate="adopted")
    with pytest.raises(CommandError):
        call_command("recount")
    assert "proposals" in capsys.readouterr().err


def test_api_gives_the_same_figures(client, council_member, world, officer):
    client.force_login(council_member)
    figures = client.get("/api/v1/figures/").json()
    assert (figures["coming"], figures["late"], figures["overdue"]) == (1, 1, 1)
    assert figures["commitments"] == {"kept": 0, "late": 1, "open": 1}
    assert figures["counted_at"].startswith("2026-11-24")
    assert client.get("/api/v1/figures/?x=1").status_code == 400
    client.force_login(officer)
    assert client.get("/api/v1/figures/").status_code == 403


def test_paper_lists_all_that_comes_and_counts_years_by_era_in_japanese_alone(council_member, world):
    CoordinationFactory(due_on=date(2026, 12, 10))
    with override("ja"):
        japanese = str(overview_paper(council_member, NOW))
    assert world["meeting"].title_ja in japanese
    assert all(day in japanese for day in ("令和8年11月24日", "令和8年11月29日", "令和8年12月10日"))
    assert "2026年" not in japanese
    assert "資料 なし" in japanese
    with override("en"):
        english = str(overview_paper(council_member, NOW))
    assert "令和" not in english
