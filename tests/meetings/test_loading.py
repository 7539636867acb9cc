"""Loading reference files, sample and large set again and again: nothing twice, nothing of people's undone."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Role, User
from meetings.loading import reference as reference_loading
from meetings.loading.reference import load_reference, read_reference
from meetings.loading.sample.load import load_sample
from meetings.loading.volume.clearance import CLEARANCE
from meetings.models import AgendaItem, Meeting, MeetingSeries, SeriesLink
from partners.models import Agreement, IndicatorValue, Organisation, Partner, Project
from reminders.models import Notification
from tests.meetings.small_reference import replace_in, write_reference

REFERENCE = settings.BASE_DIR / "reference"
TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path):
    return write_reference(tmp_path)


@pytest.fixture
def loaded(folder, db) -> Path:
    load_reference(folder)
    return folder


@pytest.fixture(scope="session")
def real_series(tmp_path_factory) -> Path:
    """The repository's files without the long ones that the sample does not need."""
    folder = copytree(REFERENCE, tmp_path_factory.mktemp("files") / "reference")
    for name in ("agenda_items", "agreements", "bases", "indicators", "projects"):
        path = folder / f"{name}.csv"
        header, *_rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text(f"{header}\n", encoding="utf-8")
    return folder


@pytest.fixture
def reference(real_series, db):
    load_reference(real_series)


def events() -> dict[str, int]:
    """How many history events each table has."""
    tracked = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return {model._meta.label: model.objects.count() for model in tracked}


def written(before: dict[str, int]) -> dict[str, int]:
    return {label: count - before[label] for label, count in events().items() if count != before[label]}


def assert_sound(record) -> None:
    """What a form would say of the record; references and uniqueness are the database's own to check."""
    record.clean_fields(exclude=[field.name for field in record._meta.fields if field.is_relation])
    record.clean()


def counted(outcomes, word):
    return {name: outcome.counts[word] for name, outcome in outcomes.items() if outcome.counts[word]}


class TestReference:
    def test_the_files_of_the_repository_are_whole(self):
        book = read_reference(REFERENCE)

        assert {name: len(records) for name, records in book.items()} == {
            "themes": 80,
            "partners": 214,
            "organisations": 164,
            "theme_owners": 41,
            "agreements": 41,
            "projects": 196,
            "bases": 68,
            "indicators": 3394,
            "programme_stats": 17,
            "meeting_series": 87,
            "series_links": 38,
            "meetings": 290,
            "agenda_items": 707,
        }

    def test_the_files_of_the_repository_load_once(self, db):
        load_reference(REFERENCE)
        before = events()

        outcomes = load_reference(REFERENCE)

        assert written(before) == {}
        assert counted(outcomes, "created") == counted(outcomes, "updated") == {}
        assert (Meeting.objects.count(), AgendaItem.objects.count(), IndicatorValue.objects.count()) == (290, 707, 3394)

    def test_a_code_is_kept_in_its_case(self, loaded):
        names = dict(Partner.objects.filter(slug__in=["AU", "au"]).values_list("slug", "name_en"))

        assert names == {"AU": "Australia", "au": "African Union"}
        assert set(Project.objects.get().partners.values_list("slug", flat=True)) == {"AU", "au"}

    def test_a_meeting_is_public_and_led_as_its_series(self, loaded):
        meeting = Meeting.objects.get(slug="bi-au-1")

        assert meeting.handling == Handling.PUBLIC
        assert meeting.lead_ministry.slug == meeting.owner.slug == "mofa"
        assert (meeting.status, meeting.time_zone) == (Meeting.Status.HELD, "Australia/Sydney")
        assert [item.title_en for item in meeting.agenda_items.all()] == ["Policy developments", "Quantum and AI"]

    def test_an_announced_meeting_says_what_its_source_knew(self, loaded):
        meeting = Meeting.objects.get(slug="bi-au-2")

        assert meeting.status == Meeting.Status.CONFIRMED
        assert "開催前" in meeting.note

    def test_a_host_is_a_partner_or_else_an_organisation(self, loaded):
        hosts = {series.slug: (series.host_partner, series.host_organisation) for series in MeetingSeries.objects.all()}

        assert hosts["oecd-cstp"] == (Partner.objects.get(slug="oecd"), None)
        assert hosts["csti-plenary"] == (None, Organisation.objects.get(slug="csti"))

    def test_a_changed_row_updates_its_record_alone(self, loaded):
        before = events()
        replace_in(loaded, "agreements", "1980-11-27", "1980-11-28")

        outcomes = load_reference(loaded)

        assert Agreement.objects.get().signed_on == date(1980, 11, 28)
        assert counted(outcomes, "updated") == {"agreements": 1}
        assert written(before) == {"partners.AgreementEvent": 1}

    def test_sources_gone_through_again_carry_the_new_day(self, loaded, monkeypatch):
        monkeypatch.setattr(reference_loading, "CHECKED_ON", date(2027, 5, 6))

        load_reference(loaded)

        dates = {
            day
            for model in (Partner, Agreement, Meeting)
            for day in model.objects.values_list("source_date", flat=True)
        }
        assert dates == {date(2027, 5, 6)}

    def test_a_changed_meeting_gets_a_new_version_and_edition(self, loaded):
        replace_in(loaded, "meetings", "2020-02-03,2020-02-04", "2020-02-03,2020-02-05")

        load_reference(loaded)

        meeting = Meeting.objects.get(slug="bi-au-1")
        assert (meeting.version, meeting.field_versions, meeting.sequence) == (2, {"end_date": 2}, 1)

    def test_a_new_row_is_added(self, loaded):
        with (loaded / "indicators.csv").open("a") as file:
            file.write("AU,2015,gerd_pct_gdp,1.92,https://a.example/gerd\n")

        assert counted(load_reference(loaded), "created") == {"indicators": 1}

    def test_a_row_that_left_the_file_is_kept_and_named(self, loaded):
        replace_in(loaded, "series_links", "bi-au,csti-plenary,reports_to,,,https://a.example/link\n", "")

        outcomes = load_reference(loaded)

        assert outcomes["series_links"].left_over == ["bi-au--reports_to--csti-plenary"]
        assert SeriesLink.objects.count() == 2

    def test_links_follow_the_file_and_keep_what_people_added(self, loaded):
        project = Project.objects.get()
        project.themes.add(project.themes.model.objects.get(slug="digital"))
        replace_in(loaded, "projects", "ai;quantum", "ai;ict")

        load_reference(loaded)

        assert set(project.themes.values_list("slug", flat=True)) == {"ai", "ict", "digital"}

    def test_what_people_changed_stays_when_the_file_says_nothing_new(self, loaded):
        Meeting.objects.filter(slug="bi-au-1").update(city="Sydney", handling=Handling.GOVERNMENT)

        load_reference(loaded)

        meeting = Meeting.objects.get(slug="bi-au-1")
        assert (meeting.city, meeting.handling) == ("Sydney", Handling.GOVERNMENT)

    def test_a_field_changed_here_and_there_keeps_what_people_wrote_and_is_named(self, loaded):
        Meeting.objects.filter(slug="bi-au-1").update(city="Sydney")
        replace_in(loaded, "meetings", "day,Canberra", "day,Melbourne")

        outcomes = load_reference(loaded)

        assert Meeting.objects.get(slug="bi-au-1").city == "Sydney"
        assert outcomes["meetings"].kept == [("bi-au-1", "city")]
        assert load_reference(loaded)["meetings"].kept == []

    def test_what_people_deleted_does_not_come_back(self, loaded):
        AgendaItem.objects.filter(position=2).delete()

        outcomes = load_reference(loaded)

        assert AgendaItem.objects.count() == 1
        assert outcomes["agenda_items"].gone == ["bi-au-1--2"]

    def test_an_item_the_source_adds_goes_after_those_of_people(self, loaded):
        meeting = Meeting.objects.get(slug="bi-au-1")
        AgendaItem.objects.create(meeting=meeting, position=3, title_ja="人が足した議題", owner=meeting.owner)
        with (loaded / "agenda_items.csv").open("a") as file:
            file.write("bi-au-1,bi-au,1,3,次回,Next session,,https://a.example/1\n")

        load_reference(loaded)

        assert list(meeting.agenda_items.values_list("position", "title_ja")) == [
            (1, "政策動向"),
            (2, "量子とAI"),
            (3, "人が足した議題"),
            (4, "次回"),
        ]

    def test_a_record_entered_before_is_taken_over_not_doubled(self, folder, mofa):
        load_reference(folder)

        assert Organisation.objects.get(slug="mofa").pk == mofa.pk
        assert Organisation.objects.filter(name_ja="外務省").count() == 1

    def test_the_command_reports_in_the_language_asked_for(self, folder, db, capsys):
        call_command("load_reference", path=folder, language="en")

        assert "agenda_items.csv: 2 added, 0 updated, 0 unchanged" in capsys.readouterr().out


class TestSample:
    def test_the_demo_people_are_those_of_the_design(self, reference):
        load_sample(TODAY)

        people = {user.email.removesuffix("@portal.example"): user for user in User.objects.all()}
        assert {name: (user.role, user.organisation and user.organisation.slug) for name, user in people.items()} == {
            "staff": (Role.STAFF, "mofa"),
            "staff2": (Role.STAFF, "mext"),
            "secretariat": (Role.STAFF, "cao"),
            "council": (Role.COUNCIL, None),
            "officer": (Role.OFFICER, "sample-mission-fr"),
            "attache": (Role.ATTACHE, "emb-fr"),
            "attache2": (Role.ATTACHE, "sample-emb-de"),
            "admin": (Role.ADMIN, None),
        }
        assert all(user.check_password("portal-demo") for user in people.values())
        assert [name for name, user in people.items() if user.is_secretariat] == ["secretariat"]

    def test_the_sessions_are_marked_and_lie_within_a_year(self, reference):
        load_sample(TODAY)

        coming = Meeting.objects.filter(is_sample=True).upcoming(TODAY)
        assert len(coming) >= 14
        assert all(meeting.start_date <= TODAY + timedelta(days=365) for meeting in coming)
        assert Meeting.objects.filter(is_sample=True, status=Meeting.Status.HELD).count() >= 3
        assert not AgendaItem.objects.filter(meeting__is_sample=True, is_sample=False).exists()
        assert all(5 <= meeting.agenda_items.count() <= 15 for meeting in coming)
        assert set(coming.values_list("handling", flat=True)) == set(Handling.values)

    def test_each_record_passes_the_rules_of_the_forms(self, reference):
        load_sample(TODAY)

        for record in [*Meeting.objects.filter(is_sample=True), *AgendaItem.objects.filter(is_sample=True)]:
            assert_sound(record)

    def test_both_members_of_staff_write_most_of_the_sessions(self, reference):
        load_sample(TODAY)

        coming = Meeting.objects.filter(is_sample=True).upcoming(TODAY)
        for slug in ("mofa", "mext"):
            body = Organisation.objects.get(slug=slug)
            assert coming.concerning(body.pk).count() >= len(coming) * 0.8

    def test_the_restricted_session_is_read_by_its_list_alone(self, reference):
        load_sample(TODAY)

        meeting = Meeting.objects.get(is_sample=True, handling=Handling.RESTRICTED)
        readers = {
            user.email for user in User.objects.all() if Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()
        }
        assert readers == {"staff@portal.example", "secretariat@portal.example"}

    def test_the_french_embassy_reads_what_is_shared_with_it(self, reference):
        load_sample(TODAY)

        meeting = Meeting.objects.get(is_sample=True, handling=Handling.SHARED)
        items = AgendaItem.objects.filter(meeting=meeting)
        french, german, staff2 = (
            User.objects.get(email=f"{name}@portal.example") for name in ("attache", "attache2", "staff2")
        )
        assert items.visible_to(german).count() == 0
        assert 0 < items.visible_to(french).count() < items.visible_to(staff2).count() == items.count()

    def test_running_it_again_changes_nothing(self, reference):
        load_sample(TODAY)
        before = events()

        assert not load_sample(TODAY + timedelta(days=40))
        assert written(before) == {}

    def test_what_people_changed_or_removed_stays(self, reference):
        load_sample(TODAY)
        meeting = Meeting.objects.get(slug="sample-bi-us-jwlc-1")
        Meeting.objects.filter(pk=meeting.pk).update(city="大阪")
        Meeting.objects.get(slug="sample-bi-eu-1").delete()
        AccessGroupMember.objects.all().delete()

        load_sample(TODAY)

        assert Meeting.objects.get(pk=meeting.pk).city == "大阪"
        assert not Meeting.objects.filter(slug="sample-bi-eu-1").exists()
        assert not AccessGroupMember.objects.exists()

    def test_when_all_is_over_new_sessions_come(self, reference):
        load_sample(TODAY)
        later = TODAY + timedelta(days=400)

        added = load_sample(later)

        coming = Meeting.objects.filter(is_sample=True).upcoming(later)
        assert len(coming) == added["meetings"] >= 14
        assert Meeting.objects.get(slug="sample-bi-us-jwlc-2").ordinal == 19

    def test_it_wants_the_reference_files_first(self, db):
        with pytest.raises(CommandError, match="load_reference"):
            call_command("load_sample", language="en")

    def test_it_is_refused_in_production(self, db, settings):
        settings.DEMO = False

        with pytest.raises(CommandError, match="PORTAL_MODE=demo"):
            call_command("load_sample", language="en")
        with pytest.raises(CommandError, match="PORTAL_MODE=demo"):
            call_command("load_volume", language="en")


class TestVolume:
    SIZE = {"meetings": 20, "items": 300, "users": 30, "notifications": 100, "language": "en"}

    def test_the_set_has_its_size_a_meeting_of_fifty_and_no_history(self, reference, capsys):
        load_sample(TODAY)
        before = events()

        call_command("load_volume", **self.SIZE)

        made = Meeting.objects.filter(slug__startswith="volume-").exclude(slug=CLEARANCE)
        items = AgendaItem.objects.filter(meeting__in=made)
        bench = Meeting.objects.get(slug="volume-bench")
        assert (len(made), items.count(), Notification.objects.count()) == (20, 300, 100)
        assert User.objects.filter(email__endswith="@volume.portal.example").count() == 30
        assert bench.agenda_items.live().count() == 50
        assert written(before) == {}
        printed = capsys.readouterr().out
        assert f"The meeting with 50 items: {bench.pk}" in printed
        assert "meetings_agendaitem: 300 (" in printed

    def test_its_rows_are_as_sound_as_typed_ones(self, reference):
        load_sample(TODAY)
        call_command("load_volume", **self.SIZE)

        for record in [*Meeting.objects.filter(is_sample=True), *AgendaItem.objects.filter(is_sample=True)]:
            assert_sound(record)
        assert AgendaItem.objects.filter(search__isnull=True).count() == 0

    def test_history_is_written_again_afterwards(self, reference):
        load_sample(TODAY)
        call_command("load_volume", **self.SIZE)
        before = events()

        Meeting.objects.filter(slug="volume-bench").update(city="京都")

        assert written(before) == {"meetings.MeetingEvent": 1}

    def test_a_second_set_is_refused_unless_it_replaces_the_first(self, reference):
        load_sample(TODAY)
        standing = Meeting.objects.count()
        call_command("load_volume", **self.SIZE)
        first = set(Meeting.objects.values_list("pk", "title_ja"))

        with pytest.raises(CommandError, match="--replace"):
            call_command("load_volume", **self.SIZE)
        call_command("load_volume", **self.SIZE, replace=True)

        assert Meeting.objects.count() == standing + 20 + 1  # and the one with the large clearance
        assert set(Meeting.objects.values_list("pk", "title_ja")) == first
        assert Notification.objects.count() == 100

    def test_a_set_too_small_is_refused(self, reference):
        with pytest.raises(CommandError, match="50 items"):
            call_command("load_volume", **{**self.SIZE, "items": 10})
