"""This app's panels on partners, themes, organisations and people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.charts import charts_of
from partners.clock import clock_of
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    IndicatorValue,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Risk,
    Secondment,
    Stance,
    Theme,
    ThemeOwner,
)
from partners.panels import Panel

MOST = 6


def some(rows: QuerySet, most: int = MOST) -> dict[str, Any]:
    """The first rows and how many there are in all; nothing where there are none."""
    shown = list(rows[: most + 1])
    if not shown:
        return {}
    total = rows.order_by().count() if len(shown) > most else len(shown)
    return {"shown": shown[:most], "total": total, "more": max(total - most, 0)}


class AgreementsPanel(Panel):
    """Those that stand first, then what they replaced; each with what presses."""

    name, label, order, subjects, adds = "agreements", pgettext_lazy("list", "協定"), 10, (Partner,), "agreement"
    template = "partners/panels/_agreements.html"

    def rows(self, subject: Partner, user: Any, today: date) -> Any:
        replaced = Case(When(status="superseded", then=1), default=0, output_field=IntegerField())
        found = Agreement.objects.visible_to(user).filter(partner=subject).annotate(replaced=replaced)
        rows = some(found.order_by("replaced", F("signed_on").desc(nulls_last=True), "id").defer("search"))
        return rows and rows | {"lines": [(one, clock_of(one, today)) for one in rows["shown"]]}


class PeoplePanel(Panel):
    name, label, order, subjects, adds = "people", _("人と役職"), 30, (Partner,), "person"
    template = "partners/panels/_people.html"

    def rows(self, subject: Partner, user: Any, today: date) -> Any:
        found = Person.objects.visible_to(user).filter(partner=subject).order_by("sorted_by", "id")
        return some(found.with_posts().defer("search", "sorted_by"))


class HoldersPanel(Panel):
    """Of an organisation: who holds or held a post in it."""

    name, label, order, subjects = "holders", _("人と役職"), 20, (Organisation,)
    template = "partners/panels/_holders.html"

    def rows(self, subject: Organisation, user: Any, today: date) -> Any:
        found = Post.objects.visible_to(user).filter(organisation=subject).select_related("person")
        return some(found.order_by(F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "id"), 12)


class ProjectsPanel(Panel):
    """Five small numbers, and the newest."""

    name, label, order, subjects, adds = "projects", pgettext_lazy("list", "案件"), 40, (Partner, Theme), "project"
    template = "partners/panels/_projects.html"

    def rows(self, subject: Partner | Theme, user: Any, today: date) -> Any:
        found = Project.objects.visible_to(user)
        if isinstance(subject, Partner):
            found, query = found.with_partner(subject.pk), f"partner={subject.pk}"
        else:
            found, query = found.on_themes(Theme.objects.under(subject).order_by().values("pk")), f"theme={subject.pk}"
        counts = dict(found.order_by().values_list("stage").annotate(Count("pk")))
        if not counts:
            return {}
        running = found.exclude(stage=Project.Stage.ENDED).order_by(F("fiscal_year").desc(nulls_last=True), "id")
        return {
            "stages": [(value, label, counts.get(value, 0)) for value, label in Project.Stage.choices],
            "newest": running.only("title_ja", "title_en", "stage", "programme", "fiscal_year", "is_sample")[:3],
            "query": query,
        }


class StancesPanel(Panel):
    """Of a partner by theme, of a theme by partner. Risks have readers of their own."""

    name, label, order, subjects, adds = "stances", _("テーマ別のスタンス"), 50, (Partner, Theme), "stance"
    template = "partners/panels/_stances.html"

    def rows(self, subject: Partner | Theme, user: Any, today: date) -> Any:
        found = Stance.objects.visible_to(user).with_names()
        if isinstance(subject, Partner):
            found = found.filter(partner=subject).order_by("theme__position", "theme__name_ja", "id")
        else:
            found = found.filter(theme__in=Theme.objects.under(subject).order_by().values("pk"))
            found = found.order_by("partner__name_ja", "id")
        stances = list(found)
        risks = Risk.objects.visible_to(user).filter(stance__in=[one.pk for one in stances]).order_by()
        counts = dict(risks.values_list("stance").annotate(Count("pk"))) if stances else {}
        return [(one, counts.get(one.pk, 0)) for one in stances]


class BasesPanel(Panel):
    name, label, order, subjects, adds = "bases", pgettext_lazy("list", "海外拠点"), 60, (Partner, Organisation), "base"
    template = "partners/panels/_bases.html"

    def rows(self, subject: Partner | Organisation, user: Any, today: date) -> Any:
        found = Base.objects.visible_to(user).select_related("organisation", "country")
        of_partner = isinstance(subject, Partner)
        found = found.filter(country=subject) if of_partner else found.filter(organisation=subject)
        return some(found.order_by("city", "name_ja", "id"))


class AcademicPanel(Panel):
    name, label, order, subjects, adds = (
        "academic",
        pgettext_lazy("list", "学術交流協定"),
        65,
        (Partner, Organisation),
        "academic",
    )
    template = "partners/panels/_academic.html"

    def rows(self, subject: Partner | Organisation, user: Any, today: date) -> Any:
        found = AcademicAgreement.objects.visible_to(user).select_related("organisation", "partner").defer("search")
        of_partner = isinstance(subject, Partner)
        found = found.filter(partner=subject) if of_partner else found.filter(organisation=subject)
        return some(found.order_by(F("signed_on").desc(nulls_last=True), "id"), 4)


class SecondmentsPanel(Panel):
    name, label, order, subjects, adds = (
        "secondments",
        pgettext_lazy("list", "職員派遣"),
        70,
        (Partner, Organisation, Person),
        "secondment",
    )
    template = "partners/panels/_secondments.html"

    def rows(self, subject: Partner | Organisation | Person, user: Any, today: date) -> Any:
        found = Secondment.objects.visible_to(user).with_names(user)
        match subject:
            case Partner():
                found = found.filter(partner=subject)
            case Person():
                found = found.filter(person=subject)
            case _:
                found = found.filter(from_organisation=subject) | found.filter(to_organisation=subject)
        return some(found.order_by(F("starts_on").desc(nulls_last=True), "id"))


class OrganisationsPanel(Panel):
    """Of a country: its bodies; of a body: those below it."""

    name, label, order, subjects, adds = (
        "organisations",
        pgettext_lazy("list", "機関"),
        75,
        (Partner, Organisation),
        "organisation",
    )
    template = "partners/panels/_organisations.html"

    def rows(self, subject: Partner | Organisation, user: Any, today: date) -> Any:
        found = Organisation.objects.visible_to(user).defer("search")
        of_partner = isinstance(subject, Partner)
        found = found.filter(country=subject) if of_partner else found.filter(parent=subject)
        return some(found.order_by("sorted_by", "id"), 8)


class OwnersPanel(Panel):
    """Which headquarters or ministry steers a theme, and which themes a body steers."""

    name, label, order, subjects = "owners", _("司令塔・所管"), 5, (Theme, Organisation)
    template = "partners/panels/_owners.html"

    def rows(self, subject: Theme | Organisation, user: Any, today: date) -> Any:
        found = ThemeOwner.objects.visible_to(user).select_related("theme", "organisation")
        if isinstance(subject, Theme):
            found = found.filter(theme__in=Theme.objects.under(subject).order_by().values("pk"))
        else:
            found = found.filter(organisation=subject)
        return list(found.annotate(first=Case(When(role="steers", then=Value(0)), default=1)).order_by("first", "id"))


class IndicatorsPanel(Panel):
    name, label, order, subjects = "indicators", pgettext_lazy("list", "指標"), 80, (Partner,)
    template = "partners/panels/_indicators.html"

    def rows(self, subject: Partner, user: Any, today: date) -> Any:
        values = IndicatorValue.objects.visible_to(user).filter(partner=subject).order_by("indicator", "year")
        return charts_of(list(values))


PANELS = (
    OwnersPanel(),
    AgreementsPanel(),
    HoldersPanel(),
    PeoplePanel(),
    ProjectsPanel(),
    StancesPanel(),
    BasesPanel(),
    AcademicPanel(),
    SecondmentsPanel(),
    OrganisationsPanel(),
    IndicatorsPanel(),
)
