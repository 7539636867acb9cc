"""Imports by the API: the pages' lists, checks, rights and steps, for the person who handed the file in alone."""

import io
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from partners.importing import jobs, progress
from partners.importing.lists import LISTS
from partners.models import Agreement, ImportJob
from tests.access_objects.partners import import_by
from tests.factories.partners import AgreementFactory, PartnerFactory
from tests.partners.importing import csv_bytes, previewed, upload, xlsx_bytes
from tests.uploads.files import PDF

pytestmark = pytest.mark.django_db
IMPORTS, IMPORT_LISTS = "/api/v1/imports/", "/api/v1/import-lists/"
HEADER = ["partner", "name_ja", "status"]
ROWS = [HEADER, ["FR", "科学技術協力協定", "有効"], ["FR", "宇宙協力取決め", "承継"]]
GOOD = csv_bytes(ROWS)


@pytest.fixture(autouse=True)
def france(mext):
    return PartnerFactory(slug="FR", name_ja="フランス", name_en="France", desk=mext)


@pytest.fixture
def api(client_of, mext_staff):
    return client_of(mext_staff)


def send(client, content=GOOD, name="list.csv", list_name="agreements", **headers):
    body = {"list": list_name, "file": upload(content, name)}
    return client.post(IMPORTS, body, format="multipart", headers=headers)


def act(client, address, step, etag=None):
    headers = {"If-Match": etag or client.get(address).headers["ETag"]} if step == "apply" else {}
    return client.post(f"{address}{step}/", headers=headers)


def refusal(answer):
    return [(fault["field"], fault["code"]) for fault in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xlsx_bytes(ROWS), "一覧.xlsx"),
        (GOOD, "一覧.csv"),
        (csv_bytes(ROWS, "cp932"), "一覧.csv"),
    ],
    ids=["xlsx", "utf-8", "shift_jis"],
)
def test_from_the_file_to_the_records(api, content, name):
    made = send(api, content, name)
    assert made.status_code == 201
    row = made.json()
    assert (row["list"], row["file_name"], row["state"]) == ("agreements", name, "reading")
    assert (row["progress"], row["counts"], row["can_apply"]) == (0, None, False)
    address = f"{IMPORTS}{row['id']}/"
    progress.note(row["id"], 40)
    assert api.get(address).json()["progress"] == 40

    jobs.read(row["id"])
    row = api.get(address).json()
    assert (row["state"], row["progress"], row["can_apply"]) == ("ready", None, True)
    assert row["counts"] == {"rows": 2, "new": 2, "changed": 0, "unchanged": 0, "faults": 0}
    shown = api.get(f"{address}preview/").json()["results"]
    assert [(one["line"], one["is_new"], one["title"]) for one in shown] == [
        (2, True, "フランス · 科学技術協力協定"),
        (3, True, "フランス · 宇宙協力取決め"),
    ]
    assert api.get(f"{address}errors/").json() == {"next": None, "results": []}
    assert not Agreement.objects.exists()

    asked = act(api, address, "apply")
    assert (asked.status_code, asked.json()["state"], asked.json()["progress"]) == (202, "applying", 0)
    jobs.apply(row["id"], now=ImportJob.objects.get().created_at)
    row = api.get(address).json()
    assert (row["state"], row["counts"]["new"]) == ("done", 2)
    assert set(Agreement.objects.values_list("name_ja", flat=True)) == {"科学技術協力協定", "宇宙協力取決め"}


def test_each_step_is_noted_with_who_took_it(api, mext_staff):
    address = f"{IMPORTS}{send(api).json()['id']}/"
    job = ImportJob.objects.get()
    jobs.read(job.pk)
    act(api, address, "apply")
    jobs.apply(job.pk, now=job.created_at)
    steps = [entry.detail["step"] for entry in AuditEntry.objects.filter(act="imported", actor=mext_staff)]
    assert steps[::-1] == ["handed_in", "confirmed", "done"]


def test_what_would_change_is_told_with_before_and_after(api, france, mext_staff):
    AgreementFactory(partner=france, name_ja="科学技術協力協定", name_en="")
    job = previewed("agreements", csv_bytes([HEADER, ["FR", "科学技術協力協定", "承継"]]), mext_staff)
    [row] = api.get(f"{IMPORTS}{job.pk}/preview/").json()["results"]
    assert row["changes"] == [{"label": "状態", "before": "有効", "after": "承継"}]


def test_one_bad_row_leaves_nothing_saved(api, mext_staff):
    rows = [*ROWS, ["XX", "協定", "有効"]]
    address = f"{IMPORTS}{previewed('agreements', csv_bytes(rows), mext_staff).pk}/"
    row = api.get(address).json()
    assert (row["state"], row["counts"]["faults"], row["can_apply"]) == ("ready", 1, False)
    [fault] = api.get(f"{address}errors/").json()["results"]
    assert (fault["line"], fault["column"], fault["cell"]) == (4, "国・機関", "XX")
    assert "コード表" in fault["reason"]
    answer = act(api, address, "apply")
    assert (answer.status_code, refusal(answer)) == (409, [(None, "state")])
    assert "ファイルを直して" in answer.json()["errors"][0]["message"]
    assert not Agreement.objects.exists()


def test_errors_come_in_pages(api, mext_staff):
    rows = [HEADER, *(["XX", f"協定{n}", "有効"] for n in range(120))]
    address = f"{IMPORTS}{previewed('agreements', csv_bytes(rows), mext_staff).pk}/errors/"
    lines, following, pages = [], address, 0
    while following:
        page = api.get(following).json()
        lines, following, pages = lines + [one["line"] for one in page["results"]], page["next"], pages + 1
    assert (lines, pages) == (list(range(2, 122)), 3)
    assert len(api.get(f"{address}?limit=200").json()["results"]) == 120
    for query, named in (("limit=0", "limit"), ("cursor=x", "cursor"), ("cursor=121", "cursor"), ("line=2", "line")):
        assert {fault["field"] for fault in api.get(f"{address}?{query}").json()["errors"]} == {named}


def test_a_fault_of_the_whole_file_has_no_line(api, mext_staff):
    job = previewed("agreements", csv_bytes([HEADER]), mext_staff)
    [fault] = api.get(f"{IMPORTS}{job.pk}/errors/").json()["results"]
    assert (fault["line"], fault["column"]) == (None, "")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"file": None}, ("file", "required")),
        ({"file": upload(b"")}, ("file", "empty")),
        ({"file": upload(b"a", "list.txt")}, ("file", "kind")),
        ({"file": upload(PDF, "list.xlsx")}, ("file", "content")),
        ({"file": upload(xlsx_bytes(ROWS), "list.csv")}, ("file", "content")),
        ({"file": upload(b"a" * (10 * 1024 * 1024 + 1))}, ("file", "size")),
        ({"file": "no file"}, ("file", "invalid")),
        ({"list": None}, ("list", "required")),
        ({"list": "restricted"}, ("list", "invalid_choice")),
        ({"state": "done"}, ("state", "unknown")),
    ],
)
def test_a_wrong_file_or_list_is_refused_by_name(api, fields, named):
    body = {"list": "agreements", "file": upload(GOOD), **fields}
    answer = api.post(IMPORTS, {name: value for name, value in body.items() if value is not None}, format="multipart")
    assert (answer.status_code, refusal(answer)) == (400, [named])
    assert not ImportJob.objects.exists()


def test_an_archive_bomb_is_refused(api, bomb):
    answer = send(api, bomb, "list.xlsx")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")
    assert not ImportJob.objects.exists()


@pytest.fixture
def bomb():
    file = io.BytesIO(xlsx_bytes(ROWS))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * (200 * 1024 * 1024))
    return file.getvalue()


def test_json_is_no_file(api):
    assert api.post(IMPORTS, {"list": "agreements"}, format="json").status_code == 415


def test_an_encoding_that_cannot_be_read_is_a_fault_of_the_file(api):
    made = send(api, b"a,b\n\x81\xff\xfe,\x80\n")
    jobs.read(made.json()["id"])
    [fault] = api.get(f"{IMPORTS}{made.json()['id']}/errors/").json()["results"]
    assert fault["line"] is None
    assert "文字コード" in fault["reason"]


def test_refusals_speak_english_to_who_reads_it(client_of, mext_staff):
    mext_staff.language = "en"
    mext_staff.save()
    api = client_of(mext_staff)
    made = send(api, csv_bytes([HEADER, ["XX", "協定", "有効"]])).json()
    jobs.read(made["id"])
    address = f"{IMPORTS}{made['id']}/"
    [fault] = api.get(f"{address}errors/").json()["results"]
    assert (made["language"], fault["column"]) == ("en", "Partners")
    assert "is not" in fault["reason"]
    act(api, address, "discard")
    assert act(api, address, "apply").json()["errors"][0]["message"] == (
        "This import is over and cannot be saved. Import the file again."
    )
    assert "XLSX and CSV" in send(api, b"a", "a.txt").json()["errors"][0]["message"]


def test_it_is_applied_as_it_was_read(api, mext_staff):
    """A preview that was worked out anew is another one, even where it counts the same."""
    address = f"{IMPORTS}{send(api).json()['id']}/"
    job = ImportJob.objects.get()
    jobs.read(job.pk)
    seen = api.get(address).headers["ETag"]
    assert api.post(f"{address}apply/").status_code == 428
    assert act(api, address, "again").status_code == 202
    jobs.read(job.pk)
    assert act(api, address, "apply", etag=seen).status_code == 412
    assert not Agreement.objects.exists()
    assert act(api, address, "apply").status_code == 202


STEPS = {
    "reading": {"apply": 409, "again": 409, "discard": 200},
    "ready": {"apply": 202, "again": 202, "discard": 200},
    "applying": {"apply": 409, "again": 409, "discard": 409},
    "done": {"apply": 409, "again": 409, "discard": 409},
    "stale": {"apply": 409, "again": 202, "discard": 200},
    "failed": {"apply": 409, "again": 202, "discard": 200},
    "discarded": {"apply": 409, "again": 409, "discard": 409},
    "expired": {"apply": 409, "again": 409, "discard": 409},
}


@pytest.mark.parametrize("state", ImportJob.State.values)
@pytest.mark.parametrize("step", ["apply", "again", "discard"])
def test_each_step_asks_for_its_state(step, state, api, mext_staff):
    job = ImportJob.objects.get(**import_by(mext_staff))
    ImportJob.objects.update(state=state)
    answer = act(api, f"{IMPORTS}{job.pk}/", step)
    assert answer.status_code == STEPS[state][step]
    if answer.status_code == 409:
        assert refusal(answer) == [(None, "state")]
        job.refresh_from_db()
        assert job.state == state


def test_what_changes_nothing_is_not_applied(api, france, mext_staff):
    AgreementFactory(partner=france, name_ja="協定", name_en="", status="in_force")
    job = previewed("agreements", csv_bytes([HEADER, ["FR", "協定", "有効"]]), mext_staff)
    answer = act(api, f"{IMPORTS}{job.pk}/", "apply")
    assert answer.status_code == 409
    assert "変わるところがない" in answer.json()["errors"][0]["message"]


def test_only_two_run_at_a_time(api):
    assert [send(api).status_code for _number in range(3)] == [201, 201, 409]
    assert ImportJob.objects.count() == 2


def test_what_changed_since_the_preview_is_told_and_nothing_saved(api, france, mext_staff):
    job = previewed("agreements", GOOD, mext_staff)
    address = f"{IMPORTS}{job.pk}/"
    act(api, address, "apply")
    AgreementFactory(partner=france, name_ja="科学技術協力協定", name_en="")
    jobs.apply(job.pk, now=job.created_at)
    assert api.get(address).json()["state"] == "stale"
    [fault] = api.get(f"{address}errors/").json()["results"]
    assert fault["line"] == 2
    assert Agreement.objects.count() == 1


def test_same_idempotency_key_makes_one(api, client_of, mofa_staff):
    answers = [send(api, **{"Idempotency-Key": "a1"}) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["id"] for answer in answers}) == 1
    theirs = send(client_of(mofa_staff), **{"Idempotency-Key": "a1"})
    assert theirs.status_code == 201
    assert ImportJob.objects.count() == 2
    assert refusal(send(api, **{"Idempotency-Key": "a" * 201})) == [("Idempotency-Key", "invalid")]


@pytest.mark.parametrize("who", ["council_member", "officer", "french_attache", "administrator", None])
def test_only_staff_import(who, request, client_of, mext_staff):
    client = client_of(request.getfixturevalue(who)) if who else APIClient()
    address = f"{IMPORTS}{import_by(mext_staff)['pk']}/"
    refused = 403 if who else 401
    template = f"{IMPORT_LISTS}agreements/template/"
    for place in (IMPORT_LISTS, template, IMPORTS, address, f"{address}errors/", f"{address}preview/"):
        assert client.get(place).status_code == refused
    assert send(client).status_code == refused
    for step in ("apply", "again", "discard"):
        assert client.post(f"{address}{step}/").status_code == refused
    assert ImportJob.objects.get().state == "ready"


def test_another_persons_import_does_not_exist(api, client_of, mofa_staff, mext_staff):
    address = f"{IMPORTS}{import_by(mofa_staff)['pk']}/"
    nowhere = f"{IMPORTS}{uuid4()}/"
    for place in ("", "errors/", "preview/"):
        answers = [api.get(f"{one}{place}") for one in (address, nowhere)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    for step in ("apply", "again", "discard"):
        assert api.post(f"{address}{step}/", headers={"If-Match": '"x"'}).status_code == 404
    assert api.get(IMPORTS).json()["results"] == []
    assert ImportJob.objects.get().state == "ready"


def test_rows_are_refused_to_who_may_not_write_them(client_of, mofa_staff, cao, mext_staff):
    """The desk is another ministry's: the file is read, and each row says who may."""
    mext_staff.organisation = cao
    mext_staff.save()
    job = previewed("agreements", GOOD, mext_staff)
    api = client_of(mext_staff)
    faults = api.get(f"{IMPORTS}{job.pk}/errors/").json()["results"]
    assert {fault["line"] for fault in faults} == {2, 3}
    assert all("権限がありません" in fault["reason"] for fault in faults)
    assert act(api, f"{IMPORTS}{job.pk}/", "apply").status_code == 409


def test_the_lists_lead_to_their_templates(api):
    found = api.get(IMPORT_LISTS).json()["results"]
    assert [one["name"] for one in found] == [importer.name for importer in LISTS]
    agreements = next(one for one in found if one["name"] == "agreements")
    labels = [column["label"] for column in agreements["columns"]]
    table = api.get(agreements["templates"]["csv"])
    assert table.headers["Content-Disposition"] == 'attachment; filename="agreements.csv"'
    assert table.content.decode("utf-8-sig").splitlines()[0].split(",") == labels
    book = CalamineWorkbook.from_filelike(io.BytesIO(api.get(agreements["templates"]["xlsx"]).content))
    assert book.get_sheet_by_index(0).to_python()[0] == labels


def test_a_template_there_is_not(api):
    assert api.get(f"{IMPORT_LISTS}nothing/template/").status_code == 404
    assert refusal(api.get(f"{IMPORT_LISTS}agreements/template/?form=pdf")) == [("form", "invalid_choice")]


def test_newest_first_and_as_many_queries_for_three_as_for_one(api, mext_staff, django_assert_num_queries):
    """The session, its person, the rows; the file, its faults and its preview are not among what is read."""
    first = import_by(mext_staff)["pk"]
    api.get(IMPORTS)
    with django_assert_num_queries(3) as asked:
        api.get(IMPORTS)
    columns = asked.captured_queries[-1]["sql"]
    assert not [name for name in ("content", "faults", "shown", "seen") if f'"{name}"' in columns]
    newer = [import_by(mext_staff)["pk"] for _number in range(2)]
    with django_assert_num_queries(3):
        rows = api.get(IMPORTS).json()["results"]
    assert [row["id"] for row in rows] == [str(pk) for pk in (newer[1], newer[0], first)]
    assert rows[2] == api.get(f"{IMPORTS}{first}/").json()
