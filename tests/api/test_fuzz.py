"""Every parameter and every writable field of every endpoint against hostile values: never a 500, always in words."""

import json
from urllib.parse import quote_from_bytes

import pytest
from django.urls import resolve

from diplomacy.api.urls import VIEW_SETS
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

IN_ADDRESSES = [
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    b"\x1b[31m",
    b"9" * 21,
    b"-1",
    b"1e400",
    b"NaN",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"x" * 6000,
    b"' OR 1=1 --",
    b"%_\\",
    b"{}",
    "か\u3099".encode(),
    "\u202e".encode(),
    b"00000000-0000-0000-0000-000000000000",
    b"2026-02-30",
    b"0000-00-00",
]
IN_BODIES = [
    None,
    True,
    0,
    -1,
    10**18,
    1.5,
    1e308,
    "",
    " ",
    "a\0b",
    "\x1b",
    "\ud800",
    "x" * 30_000,
    "9" * 30,
    [],
    [None],
    [[]],
    {},
    {"id": 1},
    ["00000000-0000-0000-0000-000000000000"],
    "00000000-0000-0000-0000-000000000000",
    "2026-02-30",
    "99:99",
]


@pytest.mark.parametrize("endpoint", VIEW_SETS)
def test_no_parameter_of_a_list_brings_it_down(endpoint, staff_api):
    address = f"/api/v1/{endpoint}/"
    view = resolve(address).func.cls
    filters = view.filterset_class.base_filters if view.filterset_class else {}
    for name in (*filters, "limit", "cursor", "nothing"):
        for value in IN_ADDRESSES:
            answer = staff_api.get(f"{address}?{name}={quote_from_bytes(value)}")
            assert answer.status_code in (200, 400), (name, value)
            assert answer.status_code == 200 or name in {error["field"] for error in answer.json()["errors"]}


@pytest.fixture
def written(mofa):
    """Address, version's source and good body of each thing that can be created or changed."""
    meeting = MeetingFactory(series=SeriesFactory(lead_ministry=mofa), lead_ministry=mofa)
    meeting.concerned.add(mofa)
    item = AgendaItemFactory(meeting=meeting)
    return {
        "meetings": (meeting, {"series": str(meeting.series_id), "title_ja": "会合", "date_precision": "unknown"}),
        "agenda-items": (item, {"meeting": str(meeting.pk), "title_ja": "議題"}),
        "decisions": (DecisionFactory(meeting=meeting), {"meeting": str(meeting.pk), "text_ja": "決定"}),
        "actions": (ActionFactory(meeting=meeting), {"meeting": str(meeting.pk), "title_ja": "行動", "side": "theirs"}),
        "participants": (ParticipantFactory(meeting=meeting), {"meeting": str(meeting.pk), "name_ja": "参加者"}),
        "saved-filters": (None, {"page": "meetings", "name": "条件", "query": ""}),
        "tokens": (None, {"name": "試験"}),
    }


def fields_of(client, path, method):
    schema = client.get("/api/schema/").json()
    body = schema["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return set(schema["components"]["schemas"][body.rsplit("/", 1)[1]]["properties"])


@pytest.mark.parametrize("endpoint", ["meetings", "agenda-items", "decisions", "actions", "participants"])
def test_no_value_of_a_field_brings_a_change_down(endpoint, staff_api, written):
    row, _good = written[endpoint]
    address = f"/api/v1/{endpoint}/{row.pk}/"
    etag = staff_api.get(address).headers["ETag"]
    for name in fields_of(staff_api, f"/api/v1/{endpoint}/{{id}}/", "patch"):
        for value in IN_BODIES:
            sent = json.dumps({name: value})
            headers = {"If-Match": etag}
            answer = staff_api.patch(address, sent, content_type="application/json", headers=headers)
            assert answer.status_code in (200, 400), (name, value)
            if answer.status_code == 200:
                row.save()
                etag = staff_api.get(address).headers["ETag"]


@pytest.mark.parametrize(
    "endpoint", ["meetings", "agenda-items", "decisions", "actions", "participants", "saved-filters", "tokens"]
)
def test_no_value_of_a_field_brings_a_new_row_down(endpoint, staff_api, written):
    """What can be changed later is asked above; here the rest."""
    row, good = written[endpoint]
    address = f"/api/v1/{endpoint}/"
    changeable = fields_of(staff_api, f"{address}{{id}}/", "patch") if row else set()
    for name in fields_of(staff_api, address, "post") - changeable:
        for value in IN_BODIES:
            sent = json.dumps({**good, name: value})
            answer = staff_api.post(address, sent, content_type="application/json")
            assert answer.status_code in (201, 400), (name, value)
