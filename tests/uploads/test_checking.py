"""Nothing of the hostile corpus is let in, everything good is; and the answer says what is wrong."""

import hashlib
import io
import resource
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from diplomacy.uploads.archives import Limits, preflight
from diplomacy.uploads.checking import check_upload
from diplomacy.uploads.naming import LONGEST_NAME, clean_name
from tests.uploads.files import GOOD, HOSTILE, MEGABYTE, PDF, office, png, zipped

SLOWEST_ANSWER = 5
MOST_GROWTH = 256 * MEGABYTE


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_let_in(upload, name):
    content = GOOD[name]()
    checked = check_upload(upload(name, content))
    assert (checked.name, checked.size) == (name, len(content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(upload, name):
    make, code = HOSTILE[name]
    file = upload(name, make())
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(ValidationError) as refusal:
        check_upload(file)
    assert refusal.value.code == code
    assert time.monotonic() - began < SLOWEST_ANSWER
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST_GROWTH


def test_the_corpus_is_large_enough():
    assert len(HOSTILE) >= 40


def test_a_file_over_the_limit_is_refused(upload, settings):
    settings.UPLOAD_MAX_BYTES = MEGABYTE
    with pytest.raises(ValidationError, match="1MBまで") as refusal:
        check_upload(upload("大.txt", b"a" * (MEGABYTE + 1)))
    assert refusal.value.code == "size"
    assert check_upload(upload("丁度.txt", b"a" * MEGABYTE)).size == MEGABYTE


def test_the_answer_is_in_the_readers_language(upload):
    with translation.override("en"), pytest.raises(ValidationError, match="not accepted"):
        check_upload(upload("a.svg", b"<svg/>"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\資料\\議題案.pdf", "議題案.pdf"),
        ("../../etc/議題案.pdf", "議題案.pdf"),
        ("か\u3099いよう.pdf", "がいよう.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("長" * 400 + ".pdf", "長" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_the_name_is_cleaned(sent, kept):
    assert clean_name(sent) == kept


def test_preflight_serves_others_with_their_own_limits():
    sheet = office(extra={"sheet.xml": b"<a>" + b"ab" * MEGABYTE})
    with pytest.raises(ValidationError) as refusal:
        preflight(io.BytesIO(sheet), Limits(unpacked=MEGABYTE, ratio=10_000))
    assert refusal.value.code == "unpacked"
    assert "sheet.xml" in preflight(io.BytesIO(sheet), Limits(ratio=10_000)).namelist()


def test_preflight_reads_every_part_to_its_end():
    content = bytearray(zipped({"a.txt": b"a" * 1000}, method=zipfile.ZIP_STORED))
    content[content.index(b"aaaa") + 500] = ord("b")
    with pytest.raises(ValidationError) as refusal:
        preflight(io.BytesIO(bytes(content)))
    assert refusal.value.code == "broken"


def test_a_pixel_flood_is_found_by_the_header_alone(upload):
    """Ten billion pixels in a file of a hundred bytes: nothing is drawn to find out."""
    file = upload("a.png", png(100_000, 100_000))
    assert file.size < 200
    with pytest.raises(ValidationError, match="100000×100000"):
        check_upload(file)


def test_a_pdf_with_a_script_is_let_in(upload):
    """The portal does not open it, and hands it out to be saved (tests/meetings/test_document_pages.py)."""
    script = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    assert check_upload(upload("a.pdf", script)).media_type == "application/pdf"
