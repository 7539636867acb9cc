"""The reference files about partners, each with the model it fills."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from diplomacy.versioned.editing import grow
from partners.loading.checks import Faults, dated, in_order, named, within, without_cycle
from partners.loading.reading import Record
from partners.loading.sheets import Book, Coded, Column, Reference, References, Sheet, joined_key
from partners.models import (
    Agreement,
    Base,
    DatePrecision,
    IndicatorValue,
    Organisation,
    Partner,
    ProgrammeStat,
    Project,
    Theme,
    ThemeOwner,
)

# A bilateral research project of a known programme lasts five years at most; two more to be sure.
LONGEST_PROJECT = 7
STAGE_ON = date(2026, 11, 24)  # the day the files were gone through

LATITUDE = within("latitude", "lat", -90, 90)
LONGITUDE = within("longitude", "lon", -180, 180)
NAMED = named("name_ja", "name_en")
NAMES = (Column("name_ja"), Column("name_en"))
NOTES = (Column("note_ja"), Column("note_en"))


def in_file_order(record: Record, book: Book) -> dict[str, Any]:
    return {"position": book["themes"].index(record) + 1}


def two_levels(records: list[Record], book: Book) -> Faults:
    parents = {record.key: record.values.get("parent") for record in records}
    for record in records:
        if parents.get(record.values.get("parent")):
            yield record, "parent_slug", _("テーマは2階層までです。")


def stage_by_period(record: Record, book: Book) -> dict[str, Any]:
    """What the files tell of a project's stage: still research, or over."""
    today = STAGE_ON.isoformat()
    end, year = record.cells["period_end"], record.values.get("fiscal_year")
    over = end < today[: len(end)] if end else bool(year) and year + LONGEST_PROJECT < STAGE_ON.year
    return {"stage": Project.Stage.ENDED if over else Project.Stage.RESEARCH}


def new_version(record: Any, names: list[str]) -> list[str]:
    """Who has the record open for editing meets the change as somebody else's."""
    grow(record, *names)
    return [*names, "version", "field_versions"]


def agreement_key(record: Record) -> str:
    """Partner and English name: what tells agreements apart, and stays when dates and notes are corrected."""
    return f"{record.cells['partner_iso2']}--{slugify(record.cells['name_en'])}"


def distinct_english_names(records: list[Record], book: Book) -> Iterable[tuple[Record, str, str]]:
    for record in records:
        if not record.cells["name_en"]:
            yield record, "name_en", _("空欄にできません。")


THEMES = Sheet(
    "themes",
    Theme,
    (Column("slug"), *NAMES, Reference("parent_slug", "parent", to="themes"), Column("origin")),
    key=joined_key("slug"),
    key_column="slug",
    derive=in_file_order,
    checks=(NAMED, two_levels, without_cycle("parent_slug", None, "parent")),
)
PARTNERS = Sheet(
    "partners",
    Partner,
    (
        Column("iso2", "slug"),
        Column("kind"),
        *NAMES,
        Column("reading"),
        Column("capital_en"),
        Column("capital_ja"),
        Column("lat", "latitude"),
        Column("lon", "longitude"),
        Column("region"),
        Column("income_group"),
        Coded("tokyo_embassy", "has_tokyo_embassy", codes={"": False, "1": True}),
        Column("source"),
    ),
    key=joined_key("iso2"),
    key_column="iso2",
    checks=(NAMED, LATITUDE, LONGITUDE),
    when_updated=new_version,
)
ORGANISATIONS = Sheet(
    "organisations",
    Organisation,
    (
        Column("slug"),
        Column("kind"),
        *NAMES,
        Column("reading"),
        Column("abbreviation"),
        Reference("country_iso2", "country", to="partners"),
        Reference("parent_slug", "parent", to="organisations"),
        Column("status"),
        Reference("successor_slug", "successor", to="organisations"),
        *NOTES,
        Column("source"),
    ),
    key=joined_key("slug"),
    key_column="slug",
    checks=(
        NAMED,
        without_cycle("parent_slug", None, "parent"),
        without_cycle("successor_slug", None, "successor"),
    ),
    when_updated=new_version,
)
THEME_OWNERS = Sheet(
    "theme_owners",
    ThemeOwner,
    (
        Reference("theme_slug", "theme", to="themes"),
        Reference("organisation_slug", "organisation", to="organisations"),
        Column("role"),
        Column("source"),
    ),
    key=joined_key("theme_slug", "organisation_slug"),
    key_column="organisation_slug",
)
AGREEMENTS = Sheet(
    "agreements",
    Agreement,
    (
        Reference("partner_iso2", "partner", to="partners"),
        *NAMES,
        Column("signed_date", "signed_on"),
        Column("signed_precision", empty=DatePrecision.UNKNOWN),
        Column("in_force_date", "in_force_on"),
        Column("in_force_precision", empty=DatePrecision.UNKNOWN),
        Column("status"),
        Column("expires_date", "expires_on"),
        *NOTES,
        Column("source"),
    ),
    key=agreement_key,
    key_column="name_en",
    checks=(
        distinct_english_names,
        dated("signed_date", "signed_precision", "signed_on", "signed_precision"),
        dated("in_force_date", "in_force_precision", "in_force_on", "in_force_precision"),
        in_order("signed_on", "expires_on", "expires_date"),
        in_order("in_force_on", "expires_on", "expires_date"),
    ),
    when_updated=new_version,
)
PROJECTS = Sheet(
    "projects",
    Project,
    (
        Column("slug"),
        Column("programme"),
        Column("fiscal_year"),
        Column("title_ja"),
        Column("title_en"),
        References("partner_iso2", "partners", to="partners"),
        Column("jp_institution"),
        Column("partner_institution"),
        Column("field"),
        References("theme_slugs", "themes", to="themes"),
        Column("period_start"),
        Column("period_end"),
        Column("source"),
    ),
    key=joined_key("slug"),
    key_column="slug",
    derive=stage_by_period,
    checks=(
        named("title_ja", "title_en"),
        within("fiscal_year", "fiscal_year", 1950, 2100),
        in_order("period_start", "period_end", "period_end"),
    ),
    when_updated=new_version,
)
BASES = Sheet(
    "bases",
    Base,
    (
        Column("slug"),
        Reference("organisation_slug", "organisation", to="organisations"),
        Column("kind"),
        *NAMES,
        Column("city"),
        Reference("country_iso2", "country", to="partners"),
        Column("since_year"),
        Column("lat", "latitude"),
        Column("lon", "longitude"),
        Column("source"),
    ),
    key=joined_key("slug"),
    key_column="slug",
    checks=(NAMED, LATITUDE, LONGITUDE, within("since_year", "since_year", 1850, 2100)),
    when_updated=new_version,
)
INDICATORS = Sheet(
    "indicators",
    IndicatorValue,
    (
        Reference("partner_iso2", "partner", to="partners"),
        Column("year"),
        Column("indicator"),
        Column("value"),
        Column("source"),
    ),
    key=joined_key("partner_iso2", "year", "indicator"),
    key_column="indicator",
    identity=("partner", "year", "indicator"),
    checks=(within("year", "year", 1900, 2100), within("value", "value", 0, 10**8)),
)
PROGRAMME_STATS = Sheet(
    "programme_stats",
    ProgrammeStat,
    (
        Column("programme"),
        Column("fiscal_year"),
        Column("projects_adopted"),
        Column("source"),
    ),
    key=joined_key("programme", "fiscal_year"),
    key_column="fiscal_year",
    checks=(within("fiscal_year", "fiscal_year", 1950, 2100),),
)

# In the order in which they are written: a row comes after the rows it names.
SHEETS = (
    THEMES,
    PARTNERS,
    ORGANISATIONS,
    THEME_OWNERS,
    AGREEMENTS,
    PROJECTS,
    BASES,
    INDICATORS,
    PROGRAMME_STATS,
)
