"""One description, two files: the same text in both, shown as it is; closed to the network and the machine."""

import io
import re
import time
from datetime import date

import pytest
import time_machine
import typst
from docx import Document
from pypdf import PdfReader

from diplomacy.papers import WRITERS, Bullets, Facts, Heading, Paper, Paragraph, Space, Table, on_paper, prose
from diplomacy.papers.naming import file_name
from diplomacy.papers.pdf import TEMPLATES
from tests.papers.reading import READERS, pdf_pages, squeezed

HOSTILE = [
    "<script>alert(1)</script>",
    '#eval("1+1")',
    '#import "@preview/evil:1.0.0": *',
    '#read("/etc/passwd")',
    "{{ 7*7 }}{% for x in y %}",
    "*星* _下線_ $x^2$ @ref <label> `raw` \\ // 注 /* 注 */",
    "= 見出し",
    "&amp; &lt; ]]> <!-- -->",
    "]#text[",
]
EVERYWHERE = " ".join(HOSTILE)


def paper(text="量子", **fields):
    blocks = [
        Facts([(text, text)]),
        Heading(text, level=1, marking=text, note=text),
        Heading(text, level=3),
        Paragraph(text, label=text),
        Paragraph(text, small=True),
        Bullets([text, text], [0, 1], ordered=True, start=3),
        Table([text, text], [[text, text]], [1, 2], right=[1]),
        Space(),
    ]
    given = {"title": text, "second": text, "date_line": text, "author": text, "blocks": blocks, "notes": [text]}
    return Paper(**{"marking": "政府部内限り", **given, **fields})


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_comes_out_as_it_is(form, text):
    write, _type = WRITERS[form]
    found = squeezed(READERS[form](write(paper(text))))
    # Title, second title, date, author, facts twice, two headings, marking, note, paragraphs, label, bullets, table.
    assert found.count(squeezed(text)) >= 18
    assert "49" not in found


@pytest.mark.parametrize("form", WRITERS)
def test_characters_that_no_file_carries_are_left_out(form):
    write, _type = WRITERS[form]
    found = READERS[form](write(paper("前\x00\x0b\ufffe\ud800後\r\n次")))
    assert "前後" in squeezed(found)


def test_the_marking_stands_on_every_page():
    pages = pdf_pages(WRITERS["pdf"][0](paper(blocks=[Paragraph(f"{n}行目\n") for n in range(200)])))
    assert len(pages) > 3
    assert all("政府部内限り" in page for page in pages)
    head = Document(io.BytesIO(WRITERS["docx"][0](paper()))).sections[0].header
    assert [line.text for line in head.paragraphs] == ["政府部内限り"]


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_paper_is_the_same_file(form):
    write, _type = WRITERS[form]
    with time_machine.travel("2026-11-24T03:00Z", tick=False):
        assert write(paper()) == write(paper())


def test_a_pdf_tells_nothing_of_the_machine():
    content = WRITERS["pdf"][0](paper())
    facts = PdfReader(io.BytesIO(content)).metadata
    assert set(facts) <= {"/Title", "/Creator", "/Producer"}
    assert str(TEMPLATES).encode() not in content


def test_the_template_reads_no_file_and_no_package():
    """Whatever stands in the data; here the compiler is asked to leave its folder, as only a template could."""
    source = (TEMPLATES / "paper.typ").read_text()
    assert not re.search(r"#?(import|include|read|plugin|eval|image)\b *[(\"]", source)
    with pytest.raises(typst.TypstError):
        typst.compile(b'#read("/etc/passwd")', root=str(TEMPLATES))


def test_fifty_items_take_less_than_a_second():
    blocks = [block for n in range(50) for block in (Heading(f"{n}　量子", 2), *prose("本文\n\n- 一\n- 二" * 5))]
    table = Table(["番号", "議題"], [[str(n), "量子" * 20] for n in range(50)])
    write, _type = WRITERS["pdf"]
    write(paper())
    began = time.process_time()
    write(paper(blocks=[table, *blocks]))
    assert time.process_time() - began < 1


def test_markdown_becomes_blocks():
    text = "一行目\n二行目 **強く** *斜め*\n\n- 甲\n  - 乙\n- 丙\n\n3. 丁\n\n# 題\n\n| 列 |\n|--|\n| 値 |\n\n    符号"
    found = prose(text)
    assert [type(block) for block in found] == [Paragraph, Bullets, Bullets, Heading, Table, Paragraph]
    first, bullets, ordered, heading, table, _code = found
    assert [(run.text, run.strong, run.emphasis) for run in first.text] == [
        ("一行目", False, False),
        ("\n", False, False),
        ("二行目 ", False, False),
        ("強く", True, False),
        (" ", False, False),
        ("斜め", False, True),
    ]
    assert (list(bullets.depths), bullets.ordered) == ([0, 1, 0], False)
    assert (ordered.ordered, ordered.start) == (True, 3)
    assert heading.level == 3
    assert table.columns == ["列"]


def test_a_short_text_stands_beside_its_label_and_a_long_one_under_it():
    assert [type(block) for block in prose("短い", label="方針")] == [Paragraph]
    assert [type(block) for block in prose("一\n\n二", label="方針")] == [Heading, Paragraph, Paragraph]
    assert prose("", label="方針") == []


@pytest.mark.parametrize("text", ["<script>x</script>", "![絵](http://evil.example/a.png)", "[名](javascript:x)"])
def test_markdown_brings_no_html_pictures_or_addresses(text):
    found = squeezed(READERS["docx"](WRITERS["docx"][0](paper(blocks=prose(text)))))
    assert "evil" not in found or "![" in found


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        ((date(2026, 12, 4), None, "day", "ja"), "令和8年12月4日（金）"),
        ((date(2019, 5, 1), None, "day", "ja"), "令和元年5月1日（水）"),
        ((date(2019, 4, 30), None, "day", "ja"), "平成31年4月30日（火）"),
        ((date(2026, 12, 31), date(2027, 1, 2), "day", "ja"), "令和8年12月31日（木）–令和9年1月2日（土）"),
        ((date(2026, 12, 1), None, "month", "ja"), "令和8年12月"),
        ((date(2026, 1, 1), None, "year", "ja"), "令和8年"),
        ((None, None, "unknown", "ja"), "日程未定"),
        ((date(1900, 1, 1), None, "year", "ja"), "1900年"),
        ((date(2026, 12, 4), None, "day", "en"), "Fri 4 December 2026"),
    ],
)
def test_dates_are_those_of_a_ministrys_paper(dates, written):
    assert on_paper(*dates) == written


def test_the_name_of_a_file_begins_with_its_marking():
    assert file_name('第18回 "合同"/委員会\u202e', "政府部内限り", "pdf") == "【政府部内限り】第18回 _合同__委員会.pdf"
    assert file_name("Hand-over: Embassy", "", "pdf") == "Hand-over – Embassy.pdf"
    assert len(file_name("長" * 400, "公開", "docx")) <= 125
