"""The board of projects and the matrix of partners and themes: what each reader finds there."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from partners.lists.family import LISTS
from partners.models import Project
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import (
    PartnerFactory,
    ProjectFactory,
    StanceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
ROUTES = {name: listing.routes["list"] for name, listing in LISTS.items()}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


class TestBoard:
    def move(self, client, project, **fields):
        body = {"version": project.version, "query": "stage=research", **fields}
        return client.post(reverse("partners:project_stage", args=[project.pk]), body)

    def test_a_stage_shows_twenty_and_leads_to_the_rest(self, client, mofa_staff):
        ProjectFactory.create_batch(23)
        client.force_login(mofa_staff)
        response = client.get(reverse("partners:projects_board"))
        first = response.context["columns"][0]
        assert (first["count"], len(first["cards"]), first["more"]) == (23, 20, 3)
        assert "ほか3件" in response.content.decode()

    def test_a_writer_moves_a_card_and_keeps_the_filter(self, client, mofa_staff):
        project = ProjectFactory(partners=[PartnerFactory()])
        client.force_login(mofa_staff)
        assert "移す" in client.get(reverse("partners:projects_board")).content.decode()
        response = self.move(client, project, stage="implementation")
        assert response.url == f"{reverse('partners:projects_board')}?stage=research"
        project.refresh_from_db()
        assert project.stage == Project.Stage.IMPLEMENTATION

    def test_the_desk_may_and_another_ministry_may_not(self, client, mext, mext_staff, secretariat):
        project = ProjectFactory(partners=[PartnerFactory(desk=mext)])
        client.force_login(secretariat)
        assert "移す" not in client.get(reverse("partners:projects_board")).content.decode()
        assert self.move(client, project, stage="training").status_code == 403
        client.force_login(mext_staff)
        assert self.move(client, project, stage="training").status_code == 302

    def test_an_earlier_change_is_not_overwritten(self, client, mofa_staff):
        project = ProjectFactory(partners=[PartnerFactory()])
        client.force_login(mofa_staff)
        self.move(client, project, stage="training")
        assert self.move(client, project, stage="demonstration").status_code == 409
        project.refresh_from_db()
        assert project.stage == Project.Stage.TRAINING

    @pytest.mark.parametrize("fields", [{"stage": "evil"}, {"stage": ""}, {"stage": "training", "version": "x"}])
    def test_bad_input_moves_nothing(self, client, mofa_staff, fields):
        project = ProjectFactory(partners=[PartnerFactory()])
        client.force_login(mofa_staff)
        assert self.move(client, project, **fields).status_code == 400
        project.refresh_from_db()
        assert project.stage == Project.Stage.RESEARCH


class TestMatrix:
    def cells(self, client, **conditions):
        response = client.get(reverse("partners:matrix"), conditions)
        assert response.status_code == 200
        return {row["name_ja"]: texts for row, texts in response.context["rows"]}

    def test_counts_by_branch_and_under_a_branch(self, client, mofa_staff):
        branch, other = ThemeFactory(position=1), ThemeFactory(position=2)
        leaves = [ThemeFactory(parent=branch, position=3), ThemeFactory(parent=branch, position=4)]
        france = PartnerFactory(name_ja="フランス")
        PartnerFactory(name_ja="何もない国")
        ProjectFactory(partners=[france], themes=leaves)
        client.force_login(mofa_staff)
        assert self.cells(client) == {"フランス": ["1", ""]}
        assert self.cells(client, rows="all") == {"フランス": ["1", ""], "何もない国": ["", ""]}
        assert self.cells(client, branch=branch.pk) == {"フランス": ["1", "1"]}
        assert self.cells(client, branch=other.pk) == {}
        page = client.get(reverse("partners:matrix")).content.decode()
        address = f"{reverse('partners:projects')}?partner={france.pk}&amp;theme={branch.pk}"
        assert address in page
        assert "<td></td>" in page

    def test_pages_go_by_key_and_the_file_holds_them_all(self, client, mofa_staff, monkeypatch):
        monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
        theme = ThemeFactory()
        for number in range(5):
            ProjectFactory(partners=[PartnerFactory(name_ja=f"国{number}")], themes=[theme])
        PartnerFactory(name_ja="何もない国")
        client.force_login(mofa_staff)
        seen, query = [], ""
        for _page in range(3):
            page = client.get(f"{reverse('partners:matrix')}?{query}")
            assert page.context["count"] == "5"
            seen += [row["name_ja"] for row, _texts in page.context["rows"]]
            query = page.context["next"]
        assert (sorted(seen), query) == ([f"国{number}" for number in range(5)], "")
        file = client.get(reverse("partners:matrix_csv")).content.decode("utf-8-sig")
        assert all(name in file for name in seen)

    def test_a_meeting_counts_as_its_list_does(self, client, mofa_staff):
        theme, france = ThemeFactory(), PartnerFactory(name_ja="フランス")
        here = MeetingFactory(series=SeriesFactory(host_partner=france), country=france)
        elsewhere = MeetingFactory(country=france)
        for meeting in (here, elsewhere):
            AgendaItemFactory.create_batch(2, meeting=meeting)
            for item in meeting.agenda_items.all():
                item.themes.add(theme)
        client.force_login(mofa_staff)
        assert self.cells(client, show="meetings") == {"フランス": ["2"]}
        listed = client.get(reverse("meetings:list"), {"partner": france.pk, "theme": theme.pk})
        assert listed.context["count"] == "2"

    def test_stances_and_agendas_are_counted_as_their_reader_sees_them(self, client, mofa_staff, french_attache):
        theme, france = ThemeFactory(), PartnerFactory(name_ja="フランス", name_en="France")
        StanceFactory(partner=france, theme=theme)
        AgendaItemFactory(meeting=MeetingFactory(country=france)).themes.add(theme)
        client.force_login(mofa_staff)
        assert self.cells(client, show="stances") == {"フランス": ["協調領域"]}
        client.force_login(french_attache)
        for show in ("stances", "meetings"):
            assert self.cells(client, show=show) == {}

    def test_export_names_the_strictest_level_inside(self, client, mofa_staff):
        StanceFactory()
        client.force_login(mofa_staff)
        assert client.get(reverse("partners:matrix_xlsx"), {"show": "stances"}).status_code == 200
        assert AuditEntry.objects.get(act=Act.EXPORTED).detail["highest"] == Handling.GOVERNMENT
