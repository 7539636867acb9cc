"""The pages of an import: template, hand-in, preview, confirmation; one's own and nobody else's."""

import csv
import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.handling import Handling
from partners.actions import imports as actions
from partners.importing import jobs, progress
from partners.importing.lists import LISTS
from partners.models import Agreement, ImportJob
from partners.tasks import resume_left_imports
from tests.access_objects.partners import import_by
from tests.factories.partners import AgreementFactory, PartnerFactory, PersonFactory
from tests.partners.importing import csv_bytes, previewed, upload

pytestmark = pytest.mark.django_db
NEW = reverse("partners:import_new", args=["agreements"])
HEADER = ["partner", "name_ja", "status"]
GOOD = csv_bytes([HEADER, ["FR", "協定", "有効"]])


@pytest.fixture(autouse=True)
def france(mext):
    return PartnerFactory(slug="FR", name_ja="フランス", name_en="France", desk=mext)


@pytest.fixture
def sent(monkeypatch):
    """What is sent to the worker, and not by whom it is done."""
    tasks = []
    for name in ("read_import", "apply_import"):
        monkeypatch.setattr(f"partners.tasks.{name}.delay", lambda pk, name=name: tasks.append((name, pk)))
    return tasks


def page(client, job, name="partners:import_job"):
    return client.get(reverse(name, args=[job.pk]))


def test_from_the_file_to_the_record(client, mext_staff, sent, django_capture_on_commit_callbacks):
    client.force_login(mext_staff)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW, {"file": upload(GOOD)}, follow=True)
    job = ImportJob.objects.get()
    assert answer.redirect_chain == [(reverse("partners:import_job", args=[job.pk]), 302)]
    assert sent == [("read_import", str(job.pk))]
    assert "<progress" in answer.content.decode()

    progress.note(job.pk, 40)
    polled = client.get(reverse("partners:import_progress", args=[job.pk]), headers={"HX-Request": "true"})
    assert 'value="40"' in polled.content.decode()
    jobs.read(job.pk)
    polled = client.get(reverse("partners:import_progress", args=[job.pk]), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert "1件を登録する" in page(client, job).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("partners:import_apply", args=[job.pk]))
    assert sent[1:] == [("apply_import", str(job.pk))]
    jobs.apply(job.pk, now=job.created_at)
    html = page(client, job).content.decode()
    assert "新規 1 件、変更 0 件" in html
    assert "件を登録する" not in html


def test_work_that_was_lost_on_its_way_is_asked_for_again(client, mext_staff, sent, django_capture_on_commit_callbacks):
    """The queue is emptied before the worker takes up either half: both come, and neither is asked for in between."""
    client.force_login(mext_staff)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(NEW, {"file": upload(GOOD)})
    job = ImportJob.objects.get()
    assert actions.resume_imports() == 0
    cache.clear()
    assert actions.resume_imports() == 1
    assert sent == [("read_import", str(job.pk))] * 2
    assert actions.resume_imports() == 0
    jobs.read(job.pk)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("partners:import_apply", args=[job.pk]))
    cache.clear()
    resume_left_imports()
    assert sent[2:] == [("apply_import", str(job.pk))] * 2
    for _twice in range(2):
        jobs.apply(job.pk, now=job.created_at)
    assert Agreement.objects.count() == 1
    cache.clear()
    assert actions.resume_imports() == 0


def test_a_file_is_kept_while_the_broker_is_away(client, mext_staff, monkeypatch, django_capture_on_commit_callbacks):
    def away(pk):
        raise ConnectionError

    monkeypatch.setattr("partners.tasks.read_import.delay", away)
    client.force_login(mext_staff)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(NEW, {"file": upload(GOOD)}).status_code == 302
    assert ImportJob.objects.get().state == ImportJob.State.READING


def test_without_a_file_or_with_a_bad_one_the_form_says_why(client, mext_staff):
    client.force_login(mext_staff)
    for data, words in (
        ({}, "必須"),
        ({"file": upload(b"")}, "空です"),
        ({"file": upload(b"a", "a.txt")}, "XLSX か CSV"),
    ):
        answer = client.post(NEW, data)
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_a_third_one_at_a_time_is_told_to_wait(client, mext_staff):
    client.force_login(mext_staff)
    answers = [client.post(NEW, {"file": upload(GOOD)}) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 400]
    assert "ほかの取込みが動いています" in answers[2].content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("reading", "まだ確認中"),
        ("applying", "登録中か、登録済み"),
        ("done", "登録中か、登録済み"),
        ("stale", "確認し直してから"),
        ("failed", "確認し直してから"),
        ("expired", "もう一度取り込んで"),
    ],
)
def test_what_cannot_be_saved_says_why_and_what_to_do(state, words, client, mext_staff):
    job = ImportJob.objects.get(**import_by(mext_staff))
    ImportJob.objects.update(state=state)
    client.force_login(mext_staff)
    answer = client.post(reverse("partners:import_apply", args=[job.pk]))
    assert answer.status_code == 409
    assert words in answer.content.decode()


def test_no_list_of_that_name(client, mext_staff):
    client.force_login(mext_staff)
    assert client.get(reverse("partners:import_new", args=["nothing"])).status_code == 404
    assert client.get(reverse("partners:import_template", args=["agreements", "pdf"])).status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", [importer.name for importer in LISTS])
def test_templates_carry_every_column_and_what_may_stand_in_it(name, language, client, mext_staff):
    mext_staff.language = language
    mext_staff.save()
    PersonFactory(name_ja="名簿の人", handling=Handling.GOVERNMENT)
    client.force_login(mext_staff)
    importer = next(one for one in LISTS if one.name == name)
    table = client.get(reverse("partners:import_template", args=[name, "csv"])).content.decode("utf-8-sig")
    header = next(csv.reader(io.StringIO(table)))
    assert len(header) == len(set(header)) == len(importer.columns)
    content = client.get(reverse("partners:import_template", args=[name, "xlsx"])).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_index(0).to_python()[0] == header
    codes = book.get_sheet_by_index(2).to_python()
    assert not any("名簿の人" in row or "restricted" in row for row in codes)
    job = previewed(name, content, mext_staff, "template.xlsx")
    assert not [fault for fault in job.faults if not fault["line"] or fault["line"] == 1]


def test_errors_are_listed_up_to_two_hundred_and_all_of_them_as_a_file(client, mext_staff):
    rows = [HEADER, *(["XX", f"=協定{n}", "有効"] for n in range(150))]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    client.force_login(mext_staff)
    html = page(client, job).content.decode()
    assert html.count("登録されていません") + html.count("数式") == 200
    assert "ほか 100 件" in html
    assert "を登録する" not in html
    lines = list(csv.reader(io.StringIO(page(client, job, "partners:import_faults").content.decode("utf-8-sig"))))
    assert len(lines) == 301
    assert {tuple(line[:2]) for line in lines[1:3]} == {("2", "国・機関"), ("2", "名称")}


def test_the_first_fifty_changes_are_shown_with_before_and_after(client, mext_staff, france):
    for n in range(60):
        AgreementFactory(partner=france, name_ja=f"協定{n}", name_en="")
    rows = [HEADER, *(["FR", f"協定{n}", "承継"] for n in range(60))]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    client.force_login(mext_staff)
    html = page(client, job).content.decode()
    assert html.count("<del>有効</del> → <ins>承継</ins>") == 50
    assert "ほか 10 件" in html


@pytest.mark.parametrize("name", ["job", "faults", "progress", "apply", "again", "discard"])
def test_others_do_not_meet_ones_import(name, client, mext_staff, mofa_staff):
    address = reverse(f"partners:import_{name}", args=[import_by(mext_staff)["pk"]])
    client.force_login(mofa_staff)
    assert getattr(client, "post" if name in {"apply", "again", "discard"} else "get")(address).status_code == 404
    assert "list.csv" not in client.get(reverse("partners:import")).content.decode()


def test_what_is_given_up_is_gone_and_cannot_be_confirmed(client, mext_staff):
    job = previewed("agreements", GOOD, mext_staff)
    client.force_login(mext_staff)
    client.post(reverse("partners:import_discard", args=[job.pk]))
    job = ImportJob.objects.get()
    assert (job.state, job.content, job.shown) == (ImportJob.State.DISCARDED, None, [])
    answer = client.post(reverse("partners:import_apply", args=[job.pk]))
    assert answer.status_code == 409
    assert "登録できません" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_asking_how_far_is_no_activity():
    from accounts.access import is_polling
    from partners.views import imports

    assert is_polling(imports.progress)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_for_any_number(count, client, mext_staff, django_assert_max_num_queries):
    for _n in range(count):
        import_by(mext_staff)
    job = previewed("agreements", csv_bytes([HEADER, *(["FR", f"協定{n}", "有効"] for n in range(count))]), mext_staff)
    client.force_login(mext_staff)
    page(client, job)
    with django_assert_max_num_queries(12):
        client.get(reverse("partners:import"))
    with django_assert_max_num_queries(12):
        page(client, job)
