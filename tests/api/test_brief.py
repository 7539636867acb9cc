"""The two pages on a partner, for programs: the page's choices, cut and trace."""

from datetime import date

import pytest

from accounts.handling import Handling
from accounts.models import AuditEntry
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory
from tests.papers.reading import docx_text


@pytest.fixture
def address(mofa):
    france = PartnerFactory(name_ja="フランス", name_en="France", desk=mofa)
    series = SeriesFactory(host_partner=france)
    for word, level in (("公開の会合", Handling.PUBLIC), ("部内の会合", Handling.GOVERNMENT)):
        MeetingFactory(series=series, title_ja=word, handling=level, start_date=date(2027, 1, 12), lead_ministry=mofa)
    return f"/api/v1/partners/{france.pk}/brief/"


def exports():
    return [entry.detail for entry in AuditEntry.objects.filter(act="exported")]


def test_it_is_cut_to_its_readers_and_noted(staff_api, attache_api, address):
    assert staff_api.get(address).headers["Content-Type"] == "application/pdf"
    inside = docx_text(staff_api.get(f"{address}?form=docx&language=ja").content)
    assert "公開の会合" in inside
    assert "部内の会合" in inside
    for api, query in ((staff_api, "&audience=public"), (attache_api, "")):
        outside = docx_text(api.get(f"{address}?form=docx&language=ja{query}").content)
        assert "公開の会合" in outside
        assert "部内の会合" not in outside
    noted = sorted((one["paper"], one["audience"], one["highest"]) for one in exports())
    assert noted == [
        ("brief", "government", "government"),
        ("brief", "government", "government"),
        ("brief", "public", "public"),
        ("brief", "shared", "public"),
    ]


@pytest.mark.parametrize(
    ("query", "named"),
    [("form=exe", "form"), ("audience=shared", "recipient"), ("recipient=x", "recipient"), ("kind=agenda", "kind")],
)
def test_one_that_cannot_be_is_refused_by_name(staff_api, address, query, named):
    answer = staff_api.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert named in {fault["field"] for fault in answer.json()["errors"]}
    assert exports() == []


def test_an_attache_asks_for_no_more_than_is_theirs(attache_api, address):
    assert attache_api.get(f"{address}?audience=government").status_code == 400
    assert exports() == []
