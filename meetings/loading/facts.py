"""The reference files about meetings. What they hold of meetings is public; the portal's own notes are not in them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.handling import Handling
from diplomacy.versioned.editing import grow
from meetings.loading.zones import zone_of
from meetings.models import AgendaItem, Meeting, MeetingSeries, SeriesLink
from partners.loading.checks import dated, in_order, named, together_once, within, without_cycle
from partners.loading.facts import NAMED, NAMES, NOTES
from partners.loading.reading import Record
from partners.loading.sheets import Aside, Book, Coded, Column, Reference, References, Sheet, joined_key
from partners.models import DatePrecision, Partner

TITLES = (Column("title_ja"), Column("title_en"))
TITLED = named("title_ja", "title_en")
TIME_AND_PLACE = {"start_date", "end_date", "date_precision", "city", "country", "online"}
WRITTEN_BEFORE = (
    "出典は開催前に書かれたもので、開催されたことは確かめていません。\n\n"
    "The source was written before the meeting; that it took place has not been checked."
)


def host_and_lead(record: Record, book: Book) -> dict[str, Any]:
    """A host is a partner, else an organisation; the lead ministry goes by its abbreviation."""
    wrong, values = {}, {}
    host, code = record.cells["host_org_or_partner"], record.cells["lead_ministry_code"]
    of_partner = host in book.by_key["partners"]
    if host and not of_partner and host not in book.by_key["organisations"]:
        reason = _("「%(key)s」はpartners.csvにもorganisations.csvにもありません。")
        wrong["host_org_or_partner"] = reason % {"key": host[:60]}
    values["host_partner"] = host or None if of_partner else None
    values["host_organisation"] = None if of_partner else host or None
    ministries = [
        body.key
        for body in book["organisations"]
        if body.cells["kind"] == "ministry" and body.cells["abbreviation"] == code
    ]
    if code and len(ministries) != 1:
        wrong["lead_ministry_code"] = _("「%(code)s」という略称の府省はorganisations.csvにありません。") % {
            "code": code[:40]
        }
    values["lead_ministry"] = ministries[0] if code and ministries else None
    if wrong:
        raise ValidationError(wrong)
    return values


def led_as_its_series(record: Record, book: Book) -> dict[str, Any]:
    series = book.by_key["meeting_series"].get(record.cells["series_slug"])
    lead = series.values.get("lead_ministry") if series else None
    note = WRITTEN_BEFORE if record.cells["status"] == "announced" else ""
    return {"lead_ministry": lead, "owner": lead, "note": note, "handling": Handling.PUBLIC.value}


def in_its_meeting(record: Record, book: Book) -> dict[str, Any]:
    """The series and ordinal beside an item repeat its meeting's; here they only have to agree."""
    meeting = book.by_key["meetings"].get(record.cells["meeting_slug"])
    if meeting is None:
        return {}
    wrong = {
        column: _("会合の行の値「%(value)s」と違います。") % {"value": meeting.cells[column]}
        for column in ("series_slug", "ordinal")
        if record.cells[column] != meeting.cells[column]
    }
    if wrong:
        raise ValidationError(wrong)
    return {"owner": meeting.values.get("owner"), "handling": Handling.PUBLIC.value}


def zone_of_place(meetings: list[Meeting]) -> None:
    """A time entered later is a time at the place of the meeting."""
    codes = dict(Partner.objects.values_list("pk", "slug"))
    for meeting in meetings:
        meeting.time_zone = zone_of(codes.get(meeting.country_id) or "", meeting.city)


def after_its_siblings(items: list[AgendaItem]) -> None:
    """An item that the source adds to an agenda people have worked on goes to its end."""
    standing = AgendaItem.objects.live().filter(meeting__in={item.meeting_id for item in items}, parent=None)
    last = dict(standing.order_by().values_list("meeting").annotate(Max("position")))
    taken = set(standing.order_by().values_list("meeting", "position"))
    for item in items:
        if (item.meeting_id, item.position) in taken:
            last[item.meeting_id] += 1
            item.position = last[item.meeting_id]


def new_version(record: Meeting | AgendaItem, names: list[str]) -> list[str]:
    """Who has the record open for editing meets the change as somebody else's."""
    grow(record, *names)
    names = [*names, "version", "field_versions"]
    if isinstance(record, Meeting) and TIME_AND_PLACE & set(names):
        record.sequence += 1
        names.append("sequence")
    return names


MEETING_SERIES = Sheet(
    "meeting_series",
    MeetingSeries,
    (
        Column("slug"),
        *NAMES,
        Column("kind"),
        Aside("host_org_or_partner"),
        Column("typical_level", "level"),
        Column("cadence_months"),
        Aside("lead_ministry_code"),
        *NOTES,
        Column("source"),
    ),
    key=joined_key("slug"),
    key_column="slug",
    derive=host_and_lead,
    derived_references={
        "host_partner": "partners",
        "host_organisation": "organisations",
        "lead_ministry": "organisations",
    },
    checks=(NAMED, within("cadence_months", "cadence_months", 1, 240)),
)
SERIES_LINKS = Sheet(
    "series_links",
    SeriesLink,
    (
        Reference("from_slug", "from_series", to="meeting_series"),
        Reference("to_slug", "to_series", to="meeting_series"),
        Column("relation"),
        *NOTES,
        Column("source"),
    ),
    key=joined_key("from_slug", "relation", "to_slug"),
    key_column="to_slug",
    checks=(without_cycle("to_slug", "from_series", "to_series"),),
)
MEETINGS = Sheet(
    "meetings",
    Meeting,
    (
        Column("meeting_slug", "slug"),
        Reference("series_slug", "series", to="meeting_series"),
        Column("ordinal"),
        *TITLES,
        Column("start_date"),
        Column("end_date"),
        Column("date_precision", empty=DatePrecision.UNKNOWN),
        Column("city"),
        Reference("country_iso2", "country", to="partners"),
        Coded("online", codes={"0": False, "1": True}),
        Coded("status", codes={"held": Meeting.Status.HELD, "announced": Meeting.Status.CONFIRMED}),
        Column("source"),
    ),
    key=joined_key("meeting_slug"),
    key_column="meeting_slug",
    derive=led_as_its_series,
    derived_references={"lead_ministry": "organisations", "owner": "organisations"},
    checks=(
        TITLED,
        dated("start_date", "date_precision", "start_date", "date_precision"),
        in_order("start_date", "end_date", "end_date"),
        together_once("ordinal", "series", "ordinal"),
    ),
    when_created=zone_of_place,
    when_updated=new_version,
)
AGENDA_ITEMS = Sheet(
    "agenda_items",
    AgendaItem,
    (
        Reference("meeting_slug", "meeting", to="meetings"),
        Aside("series_slug"),
        Aside("ordinal"),
        Column("position"),
        *TITLES,
        References("theme_slugs", "themes", to="themes"),
        Column("source"),
    ),
    key=joined_key("meeting_slug", "position"),
    key_column="position",
    derive=in_its_meeting,
    derived_references={"owner": "organisations"},
    checks=(TITLED, within("position", "position", 1, 500)),
    when_created=after_its_siblings,
    when_updated=new_version,
)

# In the order in which they are written, after those of `partners`.
SHEETS = (MEETING_SERIES, SERIES_LINKS, MEETINGS, AGENDA_ITEMS)
