"""The reference files about partners, each with the model it fills."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

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


def period_in_form(record: Record, book: Book) -> dict[str, Any]:
    """The source's own `YYYY` or `YYYY-MM`, kept as it is."""
    wrong = {}
    for column in ("period_start", "period_end"):
        cell = record.cells[column]
        year, dash, month = cell.partition("-")
        if cell and not (len(year) == 4 and year.isdecimal() and (not dash or month in MONTHS)):
            wrong[column] = _("「%(cell)s」は時期ではありません。YYYYかYYYY-MMの形です。") % {"cell": cell[:40]}
    if wrong:
        raise ValidationError(wrong)
    return {}


MONTHS = {f"{month:02}" for month in range(1, 13)}


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
)
ORGANISATIONS = Sheet(
    "organisations",
    Organisation,
    (
        Column("slug"),
        Column("kind"),
        *NAMES,
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
        *NOTES,
        Column("source"),
    ),
    key=agreement_key,
    key_column="name_en",
    checks=(
        distinct_english_names,
        dated("signed_date", "signed_precision", "signed_on", "signed_precision"),
        dated("in_force_date", "in_force_precision", "in_force_on", "in_force_precision"),
    ),
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
    derive=period_in_form,
    checks=(
        named("title_ja", "title_en"),
        within("fiscal_year", "fiscal_year", 1950, 2100),
        in_order("period_start", "period_end", "period_end"),
    ),
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
