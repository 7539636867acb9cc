"""Each kind of broken reference file is named by file, line, column and reason, all at once, and nothing is loaded."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from meetings.loading.reference import read_reference
from meetings.models import Meeting
from partners.loading.reading import BrokenReferenceError
from partners.models import LoadedRow, Partner, Theme
from tests.meetings.small_reference import replace_in, write_reference


@pytest.fixture
def folder(tmp_path):
    return write_reference(tmp_path)


def faults(folder):
    """(file, line, column) of every problem, with its reason in English."""
    with translation.override("en"), pytest.raises(BrokenReferenceError) as caught:
        read_reference(folder)
    return {(problem.file, problem.line, problem.column): problem.reason for problem in caught.value.problems}


# By file: what is wrong, what stands there, what is put there, and the line, column and reason it must be found by.
BROKEN = {
    "themes": [
        ("column-missing", "parent_slug,origin", "origin", 1, "parent_slug", "missing"),
        ("column-extra", "parent_slug,", "parent_slug,extra,", 1, "extra", "not known"),
        ("column-twice", "origin\n", "origin,slug\n", 1, "slug", "more than once"),
        ("cell-too-many", ",current\nquantum", ",current,x\nquantum", 3, "", "cells"),
        ("quotation-broken", "ai,人工知能", 'ai,"人工"知能', 3, "", "valid CSV"),
        ("parent-unknown", "ICT,digital", "ICT,nature", 5, "parent_slug", "not in themes.csv"),
        ("theme-third-level", "ICT,digital", "ICT,ai", 5, "parent_slug", "two levels"),
        ("name-missing", "情報通信,ICT", ",", 5, "name_ja", "name in Japanese or English"),
        ("key-twice", "ict,情報", "ai,情報", 5, "slug", "line 3 already"),
        ("key-badly-formed", "ict,情報", "情報,情報", 5, "slug", "only letters"),
        ("text-too-long", "量子,Quantum", f"{'量' * 301},Quantum", 4, "name_ja", "301"),
        ("control-character", "量子,Quantum", "量\x07子,Quantum", 4, "name_ja", "U+0007"),
        ("nul", "量子,Quantum", "量\x00子,Quantum", 4, "name_ja", "U+0000"),
        ("line-feed-in-a-line", "量子,Quantum", '"量\n子",Quantum', 4, "name_ja", ""),
    ],
    "partners": [
        ("code-unknown", "AU,country", "AU,continent", 3, "kind", "continent"),
        ("number-bad", "35.6833", "north", 2, "lat", "not a number"),
        ("number-nan", "35.6833", "NaN", 2, "lat", "not a number"),
        ("number-out-of-range", "35.6833", "95.0", 2, "lat", "from -90 to 90"),
        ("number-too-fine", "35.6833", "35.68333", 2, "lat", "4"),
        ("flag-bad", "income,1,", "income,yes,", 3, "tokyo_embassy", "not a known value"),
    ],
    "organisations": [
        ("parents-in-a-circle", "CAO,JP,,active", "CAO,JP,csti,active", 3, "parent_slug", "circle"),
    ],
    "agreements": [
        ("date-impossible", "1980-11-27", "1980-11-31", 2, "signed_date", "1980-11-31"),
        ("date-bad", "1980-11-27", "27/11/1980", 2, "signed_date", "not a date"),
        ("precision-without-date", "1980-11-27,day", ",day", 2, "signed_precision", "empty too"),
        ("date-without-precision", "1980-11-27,day", "1980-11-27,", 2, "signed_date", "needs a precision"),
        ("month-not-first-day", "1980-11-01,month", "1980-11-02,month", 2, "in_force_date", "first day"),
    ],
    "projects": [
        ("country-unknown", "AU;au", "AU;XX", 2, "partner_iso2", "XX"),
        ("country-missing", "AU;au", "", 2, "partner_iso2", "empty"),
        ("theme-twice", "ai;quantum", "ai;ai", 2, "theme_slugs", "twice"),
        ("period-bad", "2016-04", "2016-13", 2, "period_start", "not a period"),
        ("period-backwards", "2016-04,2021", "2016-04,2015", 2, "period_end", "before the start"),
    ],
    "indicators": [
        ("figure-twice", "AU,2013", "AU,2011", 3, "indicator", "line 2 already"),
        ("year-bad", "AU,2013", "AU,20x3", 3, "year", "whole number"),
    ],
    "programme_stats": [
        ("count-negative", "2008,12", "2008,-12", 2, "projects_adopted", "0"),
    ],
    "meeting_series": [
        ("host-unknown", "oecd,senior", "nato,senior", 3, "host_org_or_partner", "nato"),
        ("ministry-unknown", ",MOFA,", ",MOD,", 2, "lead_ministry_code", "MOD"),
        ("cadence-zero", ",6,CAO", ",0,CAO", 3, "cadence_months", "from 1"),
    ],
    "series_links": [
        ("links-in-a-circle", "bi-au,csti-plenary", "csti-plenary,oecd-cstp", 3, "to_slug", "circle"),
        ("link-to-itself", "bi-au,csti-plenary", "bi-au,bi-au", 3, "to_slug", "circle"),
    ],
    "meetings": [
        ("ordinal-twice", "bi-au-2,bi-au,2", "bi-au-2,bi-au,1", 3, "ordinal", "Line 2"),
        ("end-before-start", "2020-02-03,2020-02-04", "2020-02-03,2020-02-02", 2, "end_date", "before the start"),
        ("status-unknown", ",announced,", ",rumoured,", 3, "status", "held・announced"),
        ("online-bad", "AU,0,held", "AU,no,held", 2, "online", "not a known value"),
        ("series-unknown", "bi-au-2,bi-au,", "bi-au-2,bi-nz,", 3, "series_slug", "not in meeting_series.csv"),
    ],
    "agenda_items": [
        ("meeting-unknown", "bi-au-1,bi-au,1,2", "bi-au-9,bi-au,1,2", 3, "meeting_slug", "not in meetings.csv"),
        ("position-twice", "bi-au-1,bi-au,1,2", "bi-au-1,bi-au,1,1", 3, "position", "line 2 already"),
        ("ordinal-not-the-meetings", "bi-au-1,bi-au,1,2", "bi-au-1,bi-au,2,2", 3, "ordinal", "meeting’s own row"),
    ],
}  # fmt: skip
CASES = [pytest.param(name, *case[1:], id=f"{name}-{case[0]}") for name, cases in BROKEN.items() for case in cases]


@pytest.mark.parametrize(("name", "old", "new", "line", "column", "reason"), CASES)
def test_a_broken_row_is_named_and_no_other_file_blamed(folder, name, old, new, line, column, reason):
    replace_in(folder, name, old, new)

    found = faults(folder)

    assert {file for file, _line, _column in found} == {f"{name}.csv"}
    assert reason in found[f"{name}.csv", line, column]


def test_a_missing_file_is_named(folder):
    (folder / "bases.csv").unlink()

    assert faults(folder) == {("bases.csv", 1, ""): "The file is missing."}


def test_an_empty_file_is_named(folder):
    (folder / "bases.csv").write_bytes(b"")

    assert faults(folder) == {("bases.csv", 1, ""): "The file is empty."}


def test_another_encoding_is_named_by_its_first_cell(folder):
    path = folder / "organisations.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932"))

    assert faults(folder) == {("organisations.csv", 2, "name_ja"): "The encoding is not UTF-8."}


def test_utf_16_is_named(folder):
    path = folder / "themes.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))

    assert faults(folder) == {("themes.csv", 1, ""): "The encoding is not UTF-8."}


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder):
    path = folder / "themes.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert len(read_reference(folder)["themes"]) == 4


def test_a_line_is_counted_as_an_editor_counts(folder):
    replace_in(folder, "organisations", "注,Note", '"一行目\n二行目",Note')
    with (folder / "organisations.csv").open("a", encoding="utf-8") as file:
        file.write("mext,ministry,文部科学省,MEXT,,MEXT,ZZ,,active,,,,\n")

    assert faults(folder).keys() == {("organisations.csv", 6, "country_iso2")}


def test_all_faults_of_all_files_are_named_at_once(folder):
    replace_in(folder, "themes", "Quantum,digital", "Quantum,nature")
    replace_in(folder, "partners", "35.6833", "north")
    replace_in(folder, "meetings", "2020-02-03,2020-02-04", "2020-02-30,2020-02-04")

    assert faults(folder).keys() == {
        ("themes.csv", 4, "parent_slug"),
        ("partners.csv", 2, "lat"),
        ("meetings.csv", 2, "start_date"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ja", "3行目 country_iso2列"), ("en", "line 3, column country_iso2")])
def test_the_command_says_so_and_loads_nothing(folder, language, words):
    replace_in(folder, "meetings", "Tokyo,JP,0", "Tokyo,ZZ,0")

    with pytest.raises(CommandError) as caught:
        call_command("load_reference", path=folder, language=language)

    assert f"meetings.csv {words}" in str(caught.value)
    assert caught.value.returncode == 1
    assert not any(model.objects.exists() for model in (Theme, Partner, Meeting, LoadedRow))
