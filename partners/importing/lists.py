"""The lists that files can fill: their columns, and what tells one record from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled
from partners.importing.columns import Chosen, Dated, Field, Identifier, Link, Links, Period, Truth
from partners.loading.checks import without_cycle
from partners.loading.reading import Record
from partners.loading.sheets import Book
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    Organisation,
    Person,
    Post,
    Project,
    Relation,
    Secondment,
    Stance,
)

MANY = _("2つ以上は ; で区切ります。")
CODE_OR_NAME = _("コードか名称で書きます（コード表を参照）。")
DATE = _("2026-04-01 の形。")
PERIOD = _("2026-04 か 2026。")
ANY_DATE = _("2026-04-01、2026-04、2026 のどれか。")
LEVEL = Chosen(
    "handling",
    example=_("政府部内限り"),
    help=_("空欄は政府部内限り。「関係者限り」の記録は登録も更新もできません。今ある記録の区分は変えられません。"),
)
ID = Identifier(
    "id",
    label=_("ID"),
    help=_("名称を直すときだけ、記録のページのアドレスにあるIDを入れます。新しい記録では空欄にします。"),
)
SOURCE = Field("source", help=_("URLや文書名。"))


# What the rows must be together: given as they would be saved, gives back row, field and reason.
Check = Callable[[list[Any]], Iterable[tuple[Any, str, str]]]


def parents_without_cycle(rows: list[Any]) -> Iterable[tuple[Any, str, str]]:
    """Bodies under bodies, those that the file leaves alone included."""
    parents = {**dict(Organisation.objects.values_list("pk", "parent_id")), **{row.pk: row.parent_id for row in rows}}
    records = {pk: Record(0, {}, str(pk), {"parent": parent and str(parent)}) for pk, parent in parents.items()}
    rings = {record.key for record, *_rest in without_cycle("", None, "parent")([*records.values()], Book())}
    for row in rows:
        if str(row.pk) in rings:
            yield row, "parent", gettext("上位の機関をたどると元に戻ってしまいます。別の機関にしてください。")


@dataclass(frozen=True)
class RecordImporter:
    """`keys` are alternatives: a row is the record that has the same values in all fields of one of them.

    `place` names the field that says whose relation the record belongs to.
    """

    name: str
    model: type[models.Model]
    own: Sequence[Field]
    keys: tuple[tuple[str, ...], ...]
    place: str = "partner"
    checks: tuple[Check, ...] = ()

    @property
    def label(self) -> Any:
        return self.model._meta.verbose_name

    @property
    def is_handled(self) -> bool:
        return issubclass(self.model, Handled)

    @property
    def columns(self) -> list[Field]:
        level = [LEVEL] if self.is_handled else []
        return [column.of(self.model) for column in (*self.own, SOURCE, *level, ID)]

    def linked(self, column: Field) -> type[models.Model]:
        return self.model._meta.get_field(column.field).related_model  # type: ignore[return-value]


def partner(name: str = "partner") -> Link:
    return Link(name, label=_("国・機関"), required=True, example="FR", help=CODE_OR_NAME)


def body(name: str, example: str, *, required: bool = True) -> Link:
    return Link(name, required=required, example=example, help=CODE_OR_NAME)


def term(first: str = "starts_on", last: str = "ends_on") -> tuple[Field, Field]:
    return Field(first, example="2026-04-01", help=DATE), Field(last, example="2028-03-31", help=DATE)


ORGANISATIONS = RecordImporter(
    "organisations",
    Organisation,
    (
        Field("name_ja", example="（例）フランス国立研究機構"),
        Field("name_en", example="(Example) French National Research Agency"),
        Field("reading", example="ふらんすこくりつけんきゅうきこう", help=_("ひらがな。一覧はこの読みで並びます。")),
        Field("abbreviation", example="ANR"),
        Chosen("kind", required=True, example=_("機関")),
        Link("country", example="FR", help=CODE_OR_NAME),
        Link("parent", help=_("すでに登録されている機関だけを書けます。")),
        Chosen("status", example=_("現存")),
        Field("note_ja"),
        Field("note_en"),
    ),
    keys=(("country", "name_ja"), ("country", "name_en")),
    place="country",
    checks=(parents_without_cycle,),
)
PEOPLE = RecordImporter(
    "people",
    Person,
    (
        partner(),
        Field("name_ja", label=_("氏名（漢字・カタカナ）"), example="（例）マリー・デュポン"),
        Field("reading", example="まりー・でゅぽん", help=_("ひらがな。一覧はこの読みで並びます。")),
        Field("name_en", label=_("氏名（ローマ字）"), example="DUPONT Marie (example)"),
        Field("email", example="m.dupont@example.org"),
        Field("phone", example="+33 1 23 45 67 89"),
        Field("note"),
    ),
    keys=(("partner", "name_ja"), ("partner", "name_en")),
)
POSTS = RecordImporter(
    "posts",
    Post,
    (
        Link("person", required=True, example="（例）マリー・デュポン", help=_("登録済みの人の氏名かID。")),
        body("organisation", "ANR"),
        Field("title_ja", example="国際局長"),
        Field("title_en", example="Director, International Affairs"),
        *term(),
    ),
    keys=(("person", "organisation", "title_ja"), ("person", "organisation", "title_en")),
    place="person",
)
AGREEMENTS = RecordImporter(
    "agreements",
    Agreement,
    (
        partner(),
        Field("name_ja", example="（例）日仏科学技術協力協定"),
        Field("name_en", example="(Example) Japan-France S&T agreement"),
        Chosen("status", required=True, example=_("有効")),
        Dated("signed_on", precision="signed_precision", example="1991-06-05", help=ANY_DATE),
        Dated("in_force_on", precision="in_force_precision", example="1991", help=ANY_DATE),
        Field("expires_on", example="2027-06-04", help=DATE),
        Truth("auto_renews", example="1", help=_("1（自動更新）か0。")),
        Field("renewal_years", example="2"),
        Field("notice_months", example="6"),
        Field("note_ja"),
        Field("note_en"),
    ),
    keys=(("partner", "name_ja"), ("partner", "name_en")),
)
ACADEMIC = RecordImporter(
    "academic-agreements",
    AcademicAgreement,
    (
        partner(),
        body("organisation", "理化学研究所"),
        Field("counterpart_ja", example="（例）パリ大学"),
        Field("counterpart_en", example="(Example) University of Paris"),
        Links("themes", help=MANY),
        *term("signed_on", "expires_on"),
    ),
    keys=(("partner", "organisation", "counterpart_ja"), ("partner", "organisation", "counterpart_en")),
)
PROJECTS = RecordImporter(
    "projects",
    Project,
    (
        Field("programme", required=True, example="SICORP"),
        Field("fiscal_year", example="2026"),
        Field("title_ja", example="（例）量子もつれを用いた計測"),
        Field("title_en", example="(Example) Sensing by entanglement"),
        Links("partners", required=True, example="FR;DE", help=MANY),
        Chosen("stage", example=_("研究")),
        Links("themes", help=MANY),
        Field("jp_institution"),
        Field("partner_institution"),
        Field("field"),
        Period("period_start", example="2026-04", help=PERIOD),
        Period("period_end", example="2029-03", help=PERIOD),
        *(
            Field(f"{side}_{verb}_{language}")
            for side in ("japan", "partner")
            for verb in ("gives", "gains")
            for language in ("ja", "en")
        ),
    ),
    keys=(("programme", "title_ja"), ("programme", "title_en")),
    place="partners",
)
BASES = RecordImporter(
    "bases",
    Base,
    (
        body("organisation", "JAXA"),
        Chosen("kind", required=True, example=_("事務所")),
        Field("name_ja", example="（例）パリ駐在員事務所"),
        Field("name_en", example="(Example) Paris Office"),
        Field("city", required=True, example="Paris"),
        partner("country"),
        Field("since_year", example="1990"),
    ),
    keys=(("organisation", "country", "name_ja"), ("organisation", "country", "name_en")),
    place="country",
)
RELATIONS = RecordImporter(
    "priorities",
    Relation,
    (partner(), Chosen("priority", required=True, example=_("重点")), Field("reason_ja"), Field("reason_en")),
    keys=(("partner",),),
)
STANCES = RecordImporter(
    "stances",
    Stance,
    (
        partner(),
        Link("theme", required=True, example=_("量子"), help=CODE_OR_NAME),
        Chosen("kind", required=True, example=_("協調領域")),
        Field("reason_ja"),
        Field("reason_en"),
    ),
    keys=(("partner", "theme"),),
)
SECONDMENTS = RecordImporter(
    "secondments",
    Secondment,
    (
        partner(),
        body("from_organisation", "MEXT"),
        body("to_organisation", "OECD"),
        Link("person", help=_("登録済みの人の氏名かID。")),
        Field("role_ja", example="（例）政策分析官"),
        Field("role_en", example="(Example) Policy analyst"),
        *term(),
        Field("note"),
    ),
    keys=(
        ("partner", "from_organisation", "to_organisation", "role_ja", "starts_on"),
        ("partner", "from_organisation", "to_organisation", "role_en", "starts_on"),
    ),
)
LISTS = (
    ORGANISATIONS,
    PEOPLE,
    POSTS,
    AGREEMENTS,
    ACADEMIC,
    PROJECTS,
    BASES,
    RELATIONS,
    STANCES,
    SECONDMENTS,
)
