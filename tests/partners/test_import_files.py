"""Bad files, each with a clear answer that names row and column, and nothing half saved."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from diplomacy.importing.admission import MOST_BYTES, admit
from diplomacy.importing.spreadsheet import read_spreadsheet
from partners.actions import imports as actions
from partners.models import Agreement, ImportJob
from tests.factories.partners import AgreementFactory, PartnerFactory
from tests.partners.importing import applied, csv_bytes, previewed, reasons, upload, xlsx_bytes

pytestmark = pytest.mark.django_db
HEADER = ["国・機関", "名称", "状態"]
GOOD = [HEADER, ["FR", "協定", "有効"]]


@pytest.fixture(autouse=True)
def france(mext):
    return PartnerFactory(slug="FR", name_ja="フランス", name_en="France", desk=mext)


def refusal(content, name):
    with pytest.raises(ValidationError) as refused:
        admit(upload(content, name))
    return refused.value.code


def bomb():
    file = io.BytesIO(xlsx_bytes(GOOD))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * 60_000_000)
    return file.getvalue()


def with_entities():
    source = zipfile.ZipFile(io.BytesIO(xlsx_bytes(GOOD)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            archive.writestr(part.filename, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.csv", "empty"),
        (b"", "empty.xlsx", "empty"),
        (csv_bytes(GOOD), "list.xlsx", "content"),
        (xlsx_bytes(GOOD), "list.csv", "content"),
        (b"%PDF-1.7", "list.csv", "content"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked.xlsx", "encrypted"),
        (csv_bytes(GOOD), "list.xls", "kind"),
        (csv_bytes(GOOD), "list.xlsm", "kind"),
        (csv_bytes(GOOD), "csv", "kind"),
        (csv_bytes(GOOD), "list\u202evsc.csv", "name"),
        (xlsx_bytes(GOOD)[:-200], "cut.xlsx", "broken"),
        (bomb(), "bomb.xlsx", "ratio"),
        (with_entities(), "entities.xlsx", "entities"),
        (b"a," * (MOST_BYTES // 2 + 1), "large.csv", "size"),
    ],
)
def test_what_is_no_table_is_refused_at_the_door(content, name, code):
    assert refusal(content, name) == code


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n\n,,\n", "データがありません"),
        (csv_bytes([HEADER]), "データがありません"),
        (csv_bytes(GOOD, "utf-16"), "UTF-16"),
        ("国・機関,名称,状態\nFR,協定,有効".encode("euc-jp") + b"\xff\xfe\x81", "文字コードが読み取れません"),
        (b'a,b\n"x,1\n', "2行目がCSVとして読めません"),
    ],
)
def test_a_csv_that_cannot_be_read_says_why(content, reason, mext_staff):
    job = previewed("agreements", content, mext_staff)
    assert [(line, column) for line, column, _reason in reasons(job)] == [(0, "")]
    assert reason in job.faults[0]["reason"]
    assert not job.can_apply


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_csv_in_utf8_and_shift_jis(encoding, end, mext_staff):
    content = end.join(",".join(row) for row in GOOD).encode(encoding)
    applied(previewed("agreements", content, mext_staff))
    assert Agreement.objects.get().name_ja == "協定"


def test_an_empty_workbook_has_no_data(mext_staff):
    assert "データがありません" in previewed("agreements", xlsx_bytes([]), mext_staff, "list.xlsx").faults[0]["reason"]


@pytest.mark.parametrize(
    "header", [HEADER, ["partner", "NAME_JA", "status"], ["Ｐａｒｔｎｅｒ※", "name_ja *", "Status"]]
)
def test_columns_are_found_by_either_language_or_by_the_field(header, mext_staff):
    assert previewed("agreements", csv_bytes([header, *GOOD[1:]]), mext_staff).counts["new"] == 1


def test_lines_above_the_header_are_passed_over(mext_staff):
    content = csv_bytes([["政府部内限り"], ["協定の一覧"], [], *GOOD])
    assert previewed("agreements", content, mext_staff).counts["new"] == 1


def test_missing_unknown_and_doubled_columns_are_named(mext_staff):
    job = previewed(
        "agreements", csv_bytes([["国・機関", "名称", "名称", "備孝", ""], ["FR", "a", "b", "c", "d"]]), mext_staff
    )
    assert [(line, column) for line, column, _reason in reasons(job)] == [
        (1, "D"),
        (1, "E"),
        (1, "名称"),
        (1, "状態"),
    ]


@pytest.mark.parametrize(
    ("rows", "line", "column", "words"),
    [
        (["FR", "協定", "有功", "", ""], 2, "状態", "使える値: 有効"),
        (["XX", "協定", "有効", "", ""], 2, "国・機関", "登録されていません"),
        (["", "協定", "有効", "", ""], 2, "国・機関", "空欄にできません"),
        (["FR", "", "有効", "", ""], 2, "名称", "日本語か英語の名称"),
        (["FR", "協\x07定", "有効", "", ""], 2, "名称", "制御文字（U+0007）"),
        (["FR", "協\x00定", "有効", "", ""], 2, "名称", "制御文字（U+0000）"),
        (["FR", "協\n定", "有効", "", ""], 2, "名称", "改行"),
        (["FR", "長" * 301, "有効", "", ""], 2, "名称", "300"),
        (["FR", "協定", "有効", "2026-02-30", ""], 2, "署名", "日付"),
        (["FR", "協定", "有効", "きのう", ""], 2, "署名", "日付"),
        (["FR", "協定", "有効", "2026-13", ""], 2, "署名", "日付"),
        (["FR", "協定", "有効", "2026-04-01", "2025-04-01"], 2, "現在の期間の満了日", "満了日が署名日"),
        (["FR", "=1+1", "有効", "", ""], 2, "名称", "数式"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(rows, line, column, words, mext_staff):
    job = previewed("agreements", csv_bytes([[*HEADER, "署名", "現在の期間の満了日"], rows]), mext_staff)
    assert [(fault["line"], fault["column"]) for fault in job.faults] == [(line, column)]
    assert words in job.faults[0]["reason"]


def test_formulas_of_a_workbook_are_refused_whatever_they_show(mext_staff):
    content = xlsx_bytes([HEADER, ["FR", "協定", "有効"], ["FR", "", "有効"]], formulas=[("B3", "=CONCATENATE(1,2)")])
    job = previewed("agreements", content, mext_staff, "list.xlsx")
    assert ("名称", 3) in [(fault["column"], fault["line"]) for fault in job.faults if "数式" in fault["reason"]]


def test_text_that_looks_like_a_formula_comes_back_from_an_export_of_ours(mext_staff):
    applied(previewed("agreements", csv_bytes([HEADER, ["FR", "'+協定", "有効"]]), mext_staff))
    assert Agreement.objects.get().name_ja == "+協定"


def test_the_same_row_twice_is_named_with_the_first(mext_staff):
    job = previewed(
        "agreements", csv_bytes([*GOOD, ["FR", "別", "有効"], ["フランス", "協定", "署名済（発効未確認）"]]), mext_staff
    )
    assert [(line, column) for line, column, _reason in reasons(job)] == [(4, "名称")]
    assert "2行目" in job.faults[0]["reason"]


def test_two_rows_for_one_record_of_the_database_are_refused(france, mext_staff):
    AgreementFactory(partner=france, name_ja="協定", name_en="Agreement")
    rows = [["partner", "name_ja", "name_en", "status"], ["FR", "協定", "", "有効"], ["FR", "", "Agreement", "有効"]]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    assert [line for line, _column, _reason in reasons(job)] == [3]


def test_a_row_that_fits_two_records_asks_for_the_id(france, mext_staff):
    AgreementFactory.create_batch(2, partner=france, name_ja="協定", name_en="")
    assert "ID列" in previewed("agreements", csv_bytes(GOOD), mext_staff).faults[0]["reason"]


def test_a_name_shared_by_two_partners_asks_for_the_code(mext_staff):
    PartnerFactory(name_ja="フランス")
    job = previewed("agreements", csv_bytes([HEADER, ["フランス", "協定", "有効"]]), mext_staff)
    assert "2つ以上" in job.faults[0]["reason"]


def test_a_code_as_it_is_written_means_its_own_row(mext_staff, mext):
    AgreementFactory(partner=PartnerFactory(slug="fr", name_ja="FR"), name_ja="協定")
    job = applied(previewed("agreements", csv_bytes(GOOD), mext_staff))
    assert (job.counts["new"], Agreement.objects.get(partner__slug="FR").name_ja) == (1, "協定")


def test_a_name_in_one_language_alone_tells_records_apart(france, mext_staff):
    rows = [["programme", "title_ja", "partners"], *(["SICORP", f"課題{n}", "FR"] for n in range(3))]
    assert previewed("projects", csv_bytes(rows), mext_staff).counts["new"] == 3


def test_bodies_that_stand_under_each_other_are_refused(mofa_staff):
    rows = [["名称", "種別"], ["甲", "機関"], ["乙", "機関"]]
    applied(previewed("organisations", csv_bytes(rows), mofa_staff))
    rows = [["名称", "種別", "上位の機関"], ["甲", "機関", "乙"], ["乙", "機関", "甲"]]
    job = previewed("organisations", csv_bytes(rows), mofa_staff)
    assert [(line, column) for line, column, _reason in reasons(job)] == [(2, "上位の機関"), (3, "上位の機関")]


def test_one_bad_row_keeps_all_the_others_out(mext_staff):
    rows = [HEADER, *(["FR", f"協定{n}", "有効"] for n in range(9_999)), ["FR", "最後", "無効"]]
    job = previewed("agreements", csv_bytes(rows), mext_staff)
    assert (job.counts["rows"], job.counts["faults"], job.faults[0]["line"]) == (10_000, 1, 10_001)
    with pytest.raises(ValidationError):
        actions.confirm_import(job.pk, actor=mext_staff)
    assert not Agreement.objects.exists()


def test_more_than_ten_thousand_rows_are_refused_in_words(mext_staff):
    rows = [HEADER, *(["FR", f"協定{n}", "有効"] for n in range(10_001))]
    for content, name in ((csv_bytes(rows), "list.csv"), (xlsx_bytes(rows), "list.xlsx")):
        job = previewed("agreements", content, mext_staff, name)
        assert [(fault["line"], "10,000行" in fault["reason"]) for fault in job.faults] == [(0, True)]


def test_a_sheet_that_reaches_to_its_last_corner_takes_no_memory_here():
    file = io.BytesIO(xlsx_bytes([*GOOD]))
    source = zipfile.ZipFile(file)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", corner)
            archive.writestr(part.filename, content)
    with pytest.raises(ValidationError) as refused:
        read_spreadsheet(out.getvalue())
    assert refused.value.code == "too_large"


def test_a_workbook_that_breaks_the_parser_breaks_nothing_else():
    with pytest.raises(ValidationError) as refused:
        read_spreadsheet(b"PK\x03\x04 no archive")
    assert refused.value.code == "broken"


def test_files_are_gone_after_a_day_and_the_rest_after_thirty(mext_staff):
    job = previewed("agreements", csv_bytes(GOOD), mext_staff)
    actions.expire_imports(now=timezone.now() + timedelta(hours=23))
    assert ImportJob.objects.get().state == ImportJob.State.READY
    actions.expire_imports(now=timezone.now() + timedelta(hours=25))
    job = ImportJob.objects.get(pk=job.pk)
    assert (job.state, job.content, job.shown) == (ImportJob.State.EXPIRED, None, [])
    actions.expire_imports(now=timezone.now() + timedelta(days=31))
    assert not ImportJob.objects.exists()


def test_the_work_done_twice_writes_once(mext_staff):
    from partners.importing import jobs

    job = applied(previewed("agreements", csv_bytes(GOOD), mext_staff))
    jobs.apply(job.pk, now=timezone.now())
    jobs.read(job.pk)
    assert (Agreement.objects.count(), ImportJob.objects.get().state) == (1, ImportJob.State.DONE)


def test_a_failure_half_way_leaves_nothing(mext_staff, monkeypatch):
    from partners.importing import jobs

    job = previewed("agreements", csv_bytes(GOOD), mext_staff)

    def writes_and_fails(model, plan, note):
        model.objects.bulk_create([planned.row for planned in plan.new])
        raise RuntimeError

    monkeypatch.setattr(jobs, "write", writes_and_fails)
    assert (applied(job).state, Agreement.objects.count()) == (ImportJob.State.FAILED, 0)


def test_only_two_imports_run_at_a_time(mext_staff):
    for _n in range(2):
        actions.start_import("agreements", upload(csv_bytes(GOOD)), actor=mext_staff, now=timezone.now())
    with pytest.raises(ValidationError):
        actions.start_import("agreements", upload(csv_bytes(GOOD)), actor=mext_staff, now=timezone.now())


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_rows(rows, mext_staff, django_assert_max_num_queries):
    content = csv_bytes([HEADER, *(["FR", f"協定{n}", "有効"] for n in range(rows))])
    with django_assert_max_num_queries(16):
        job = previewed("agreements", content, mext_staff)
    with django_assert_max_num_queries(30):
        applied(job)
