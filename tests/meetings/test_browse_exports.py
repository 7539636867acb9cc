"""Files of what is filtered: handling on top, nothing that runs, the reader's rows only, an entry in the audit."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db
CSV, XLSX = reverse("meetings:export_csv"), reverse("meetings:export_xlsx")


def lines(response):
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def table(response):
    rows = lines(response)
    return rows[rows.index([]) + 2 :]


def sheet_text(response):
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_csv_holds_what_is_filtered_with_its_handling(client, mext_staff):
    meeting = MeetingFactory(title_ja="量子作業部会", start_date=date(2026, 12, 4), city="東京")
    AgendaItemFactory.create_batch(2, meeting=meeting)
    MeetingFactory(title_ja="宇宙会合", handling=Handling.PUBLIC)
    client.force_login(mext_staff)
    rows = lines(client.get(CSV, {"q": "量子"}))
    assert rows[0] == ["取扱区分（この文書で最も高いもの）: 政府部内限り"]
    assert ["条件: キーワード: 量子"] in rows
    assert ["件数: 1件"] in rows
    assert table(client.get(CSV, {"q": "量子"}))[0][:2] == ["政府部内限り", "量子作業部会"]
    assert "2026-12-04" in table(client.get(CSV, {"q": "量子"}))[0]


def test_attache_gets_visible_rows_in_english_under_the_embassys_name(client, french_attache):
    MeetingFactory(title_en="Inside meeting")
    MeetingFactory(title_en="Public meeting", handling=Handling.PUBLIC)
    client.force_login(french_attache)
    text = client.get(CSV).content.decode()
    assert "Embassy of France in Japan" in text
    assert "Public meeting" in text
    assert "Inside" not in text


@pytest.mark.parametrize("title", ["=1+1", "+81", "-1", "@SUM(A1)", "＝1+1"])
def test_nothing_in_a_file_is_a_formula(client, mext_staff, title):
    MeetingFactory(title_ja=title, city="https://example.com")
    client.force_login(mext_staff)
    assert table(client.get(CSV))[0][1] == f"'{title}"
    book = sheet_text(client.get(XLSX))
    assert "<f>" not in book
    assert "hyperlink" not in book
    assert title in book


def test_a_month_is_not_exported_as_its_first_day(client, mext_staff):
    MeetingFactory(start_date=date(2026, 12, 1), date_precision="month")
    client.force_login(mext_staff)
    row = table(client.get(CSV))[0]
    assert "2026年12月" in row
    assert "2026-12-01" not in row


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_export_is_in_the_audit(client, mext_staff, name):
    MeetingFactory.create_batch(2)
    client.force_login(mext_staff)
    client.get(reverse(f"meetings:export_{name}"), {"kind": "bilateral"})
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.actor, entry.kind) == (mext_staff, "meetings.meeting")
    assert entry.detail == {"format": name, "filters": ["kind"], "rows": 2, "highest": "government"}


def test_rows_past_the_cap_are_left_out_and_said(client, mext_staff, monkeypatch):
    monkeypatch.setattr("accounts.lists.files.MOST_ROWS", 2)
    MeetingFactory.create_batch(3)
    client.force_login(mext_staff)
    response = client.get(CSV)
    assert len(table(response)) == 2
    assert "先頭の2件だけが入っています" in response.content.decode()


def test_unreadable_filter_exports_nothing(client, mext_staff):
    client.force_login(mext_staff)
    response = client.get(CSV, {"fiscal_year": "abc"})
    assert response.status_code == 400
    assert "年度は西暦4桁" in response.content.decode()
    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()


def test_query_count_does_not_grow_with_rows(client, mext_staff, django_assert_max_num_queries):
    client.force_login(mext_staff)
    counts = []
    for _ in range(2):
        MeetingFactory()
        client.get(CSV)
        with django_assert_max_num_queries(15) as captured:
            client.get(CSV)
        counts.append(len(captured))
        MeetingFactory()
    assert counts[0] == counts[1]
