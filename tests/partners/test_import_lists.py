"""Each list taken in from a file: new, changed and unchanged records, as the person may, with their history."""

from datetime import date

import pytest
from django.apps import apps
from django.utils import translation

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from partners.importing.lists import LISTS
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    ImportJob,
    Organisation,
    Person,
    Post,
    Project,
    Relation,
    Secondment,
    Stance,
)
from tests.factories.accounts import AccessGroupFactory
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    PartnerFactory,
    PersonFactory,
    ProjectFactory,
    StanceFactory,
    ThemeFactory,
)
from tests.partners.importing import applied, csv_bytes, previewed, reasons, xlsx_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def france(mext):
    return PartnerFactory(slug="FR", name_ja="フランス", name_en="France", desk=mext)


@pytest.fixture
def germany():
    return PartnerFactory(slug="DE", name_ja="ドイツ", name_en="Germany")


@pytest.fixture
def quantum():
    return ThemeFactory(slug="quantum", name_ja="量子", name_en="Quantum")


@pytest.fixture
def others(france, germany, quantum, mofa):
    OrganisationFactory(slug="anr", name_ja="国立研究機構", name_en="ANR", country=france)
    OrganisationFactory(slug="riken", name_ja="理化学研究所", name_en="RIKEN", country=mofa.country)
    PersonFactory(partner=france, name_ja="マリー・キュリー", name_en="CURIE Marie")


ONE_EACH = {
    "organisations": (Organisation, {"name_ja": "仏研究所", "kind": "機関", "country": "FR", "parent": "anr"}),
    "people": (Person, {"partner": "フランス", "name_ja": "ジャン", "reading": "じゃん", "email": "j@example.org"}),
    "posts": (
        Post,
        {"person": "CURIE Marie", "organisation": "anr", "title_ja": "局長", "starts_on": "2024/4/1", "ends_on": ""},
    ),
    "agreements": (
        Agreement,
        {"partner": "fr", "name_ja": "協定", "status": "有効", "signed_on": "1991-06", "expires_on": "2027年6月4日"},
    ),
    "academic-agreements": (
        AcademicAgreement,
        {"partner": "France", "organisation": "理化学研究所", "counterpart_ja": "パリ大学", "themes": "量子"},
    ),
    "projects": (
        Project,
        {
            "programme": "SICORP",
            "title_ja": "計測",
            "partners": "FR; ドイツ",
            "themes": "quantum",
            "period_start": "2026-04",
        },
    ),
    "bases": (
        Base,
        {"organisation": "riken", "kind": "office", "name_ja": "パリ事務所", "city": "パリ", "country": "FR"},
    ),
    "priorities": (Relation, {"partner": "FR", "priority": "重点", "reason_ja": "理由"}),
    "stances": (Stance, {"partner": "FR", "theme": "量子", "kind": "協調領域", "handling": ""}),
    "secondments": (
        Secondment,
        {"partner": "FR", "from_organisation": "riken", "to_organisation": "anr", "role_ja": "分析官"},
    ),
}


def table(*rows):
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def test_every_list_has_its_row_here():
    assert {importer.name for importer in LISTS} == ONE_EACH.keys()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ONE_EACH)
def test_a_row_of_each_list_is_taken_in_and_the_second_time_changes_nothing(name, form, others, mext_staff):
    model, cells = ONE_EACH[name]
    content = {"csv": csv_bytes, "xlsx": xlsx_bytes}[form](table(cells))
    before = set(model.objects.values_list("pk", flat=True))

    job = previewed(name, content, mext_staff, f"list.{form}")
    assert reasons(job) == []
    assert job.counts == {"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "faults": 0}
    assert set(model.objects.values_list("pk", flat=True)) == before

    done = applied(job)
    assert (done.state, done.content, done.seen) == (ImportJob.State.DONE, None, {})
    made = model.objects.exclude(pk__in=before).get()
    if hasattr(made, "handling"):
        assert (made.handling, made.owner) == (Handling.GOVERNMENT, mext_staff.organisation)
    event = apps.get_model("partners", f"{model.__name__}Event").objects.get(pgh_obj_id=made.pk)
    assert event.pgh_context.metadata["user"] == str(mext_staff.pk)
    entries = AuditEntry.objects.filter(act=Act.IMPORTED, kind=model._meta.label_lower, actor=mext_staff)
    assert [entry.detail["step"] for entry in entries.order_by("pk")] == ["handed_in", "confirmed", "done"]

    again = previewed(name, content, mext_staff, f"list.{form}")
    assert (again.counts["unchanged"], again.counts["new"], again.can_apply) == (1, 0, False)


def test_dates_are_known_as_far_as_they_are_written(france, mext_staff):
    rows = [["国・機関", "名称", "状態", "署名", "発効"], ["FR", "協定", "有効", "1991-06", "1991"]]
    applied(previewed("agreements", csv_bytes(rows), mext_staff))
    made = Agreement.objects.get()
    assert (made.signed_on, made.signed_precision) == (date(1991, 6, 1), "month")
    assert (made.in_force_on, made.in_force_precision) == (date(1991, 1, 1), "year")


def test_cells_of_a_spreadsheet_are_read_as_they_look(france, mext_staff):
    rows = [["partner", "name_ja", "status", "signed_on", "renewal_years"], ["FR", 2024, "有効", date(2024, 4, 1), 5.0]]
    applied(previewed("agreements", xlsx_bytes(rows), mext_staff, "list.xlsx"))
    made = Agreement.objects.get()
    assert (made.name_ja, made.signed_on, made.renewal_years) == ("2024", date(2024, 4, 1), 5)


def test_a_change_is_shown_with_before_and_after_and_grows_the_version(france, mext_staff):
    agreement = AgreementFactory(partner=france, name_ja="協定", name_en="Old name", note_ja="前")
    rows = [["国・機関", "名称", "状態", "備考"], ["FR", "協定", "署名済（発効未確認）", "後"]]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    assert job.shown[0]["changes"] == [
        {"label": "状態", "before": "有効", "after": "署名済（発効未確認）"},
        {"label": "備考", "before": "前", "after": "後"},
    ]
    before = agreement.updated_at
    applied(job)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.note_ja, agreement.name_en) == ("signed", "後", "Old name")
    assert (agreement.version, agreement.field_versions) == (2, {"status": 2, "note_ja": 2})
    assert agreement.updated_at > before


def test_sets_gain_and_lose_only_what_changed(france, germany, quantum, mext_staff):
    space = ThemeFactory(slug="space", name_ja="宇宙")
    project = ProjectFactory(title_ja="計測", partners=[france], themes=[space])
    rows = [["programme", "title_ja", "partners", "themes"], ["SICORP", "計測", "FR;DE", "quantum"]]
    job = previewed("projects", csv_bytes(rows), mext_staff)
    assert {"label": "テーマ", "before": "宇宙", "after": "量子"} in job.shown[0]["changes"]
    applied(job)
    assert set(project.partners.all()) == {france, germany}
    assert list(project.themes.all()) == [quantum]


def test_an_id_lets_a_name_change(france, mext_staff):
    agreement = AgreementFactory(partner=france, name_ja="旧名", name_en="")
    rows = [["ID", "partner", "name_ja", "status"], [str(agreement.pk), "FR", "新名", "有効"]]
    job = applied(previewed("agreements", csv_bytes(rows), mext_staff))
    assert (job.counts["changed"], Agreement.objects.get().name_ja) == (1, "新名")


def test_a_level_may_be_given_to_what_is_new_and_stays_with_what_is_there(france, quantum, mext_staff):
    rows = [["partner", "theme", "kind", "handling"], ["FR", "量子", "協調領域", "公開"]]
    applied(previewed("stances", csv_bytes(rows), mext_staff))
    assert Stance.objects.get().handling == Handling.PUBLIC
    rows[1][3] = "政府部内限り"
    job = previewed("stances", csv_bytes(rows), mext_staff)
    assert [(line, column) for line, column, _reason in reasons(job)] == [(2, "取扱区分")]
    rows[1][2:] = ["競争領域", ""]
    applied(previewed("stances", csv_bytes(rows), mext_staff))
    assert (Stance.objects.get().kind, Stance.objects.get().handling) == ("compete", Handling.PUBLIC)


def test_restricted_records_are_not_taken_in(france, quantum, mext_staff):
    rows = [["partner", "theme", "kind", "handling"], ["FR", "量子", "協調領域", "関係者限り"]]
    assert "読む人を選んで" in reasons(previewed("stances", csv_bytes(rows), mext_staff))[0][2]


def test_a_restricted_record_is_not_changed_and_its_row_says_why(france, quantum, mext_staff):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mext_staff)
    restricted = {"handling": Handling.RESTRICTED, "access_group": group}
    stance = StanceFactory(partner=france, theme=quantum, kind="cooperate", **restricted)
    rows = [["partner", "theme", "kind"], ["FR", "量子", "競争領域"]]
    for language, reason in (("ja", "取込みでは変えられません"), ("en", "cannot be changed by an import")):
        with translation.override(language):
            job = previewed("stances", csv_bytes(rows), mext_staff)
        assert reason in reasons(job)[0][2]
        assert job.counts["changed"] == 0
    stance.refresh_from_db()
    assert stance.kind == "cooperate"


def test_only_the_desk_the_foreign_ministry_and_the_owner_write(france, germany, mofa_staff, mext_staff):
    rows = [["partner", "name_ja", "status"], ["FR", "仏の協定", "有効"], ["DE", "独の協定", "有効"]]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    assert [(line, column) for line, column, _reason in reasons(job)] == [(3, "国・機関")]
    assert reasons(previewed("agreements", csv_bytes(rows), mofa_staff)) == []


def test_a_right_lost_between_preview_and_confirmation_stops_it(france, mext_staff, mofa):
    job = previewed("agreements", csv_bytes([["partner", "name_ja", "status"], ["FR", "協定", "有効"]]), mext_staff)
    france.desk = mofa
    france.save()
    job = applied(job)
    assert (job.state, Agreement.objects.count()) == (ImportJob.State.STALE, 0)
    assert "権限がありません" in reasons(job)[0][2]


def test_a_person_sent_away_meanwhile_imports_nothing(france, mext_staff):
    job = previewed("agreements", csv_bytes([["partner", "name_ja", "status"], ["FR", "協定", "有効"]]), mext_staff)
    mext_staff.is_active = False
    mext_staff.save()
    assert (applied(job).state, Agreement.objects.count()) == (ImportJob.State.FAILED, 0)


@pytest.mark.parametrize("deed", ["changed", "made", "removed"])
def test_what_others_did_meanwhile_is_named_and_nothing_is_written(deed, france, mext_staff):
    agreement = AgreementFactory(partner=france, name_ja="協定", name_en="")
    rows = [["partner", "name_ja", "status"], ["FR", "別の協定", "有効"], ["FR", "協定", "承継"]]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    if deed == "changed":
        Agreement.objects.filter(pk=agreement.pk).update(version=2, note_en="theirs")
    elif deed == "made":
        AgreementFactory(partner=france, name_ja="別の協定", name_en="")
    else:
        agreement.delete()
    job = applied(job)
    assert job.state == ImportJob.State.STALE
    assert [line for line, _column, _reason in reasons(job)] == [2 if deed == "made" else 3]
    assert not Agreement.objects.filter(status="succession").exists()


def test_hidden_records_are_neither_found_nor_told_of(france, quantum, mext_staff, mofa):
    StanceFactory(partner=france, theme=quantum, handling=Handling.SHARED, owner=mofa)
    PersonFactory(partner=france, name_ja="秘匿の人", handling=Handling.SHARED, owner=mofa)
    job = previewed("stances", csv_bytes([["partner", "theme", "kind"], ["FR", "量子", "競争領域"]]), mext_staff)
    assert (job.counts["new"], job.counts["faults"]) == (1, 0)
    rows = [["person", "organisation", "title_ja"], ["秘匿の人", "mext", "局長"], ["いない人", "mext", "局長"]]
    hidden, missing = (reason for _line, _column, reason in reasons(previewed("posts", csv_bytes(rows), mext_staff)))
    assert hidden.replace("秘匿の人", "") == missing.replace("いない人", "")
