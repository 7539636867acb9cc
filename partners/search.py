"""What of the partners, and of all that is known about them, can be found in the search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from partners.models import AcademicAgreement, Agreement, Organisation, Partner, Person, Project, Theme


def two_languages(ja: str, en: str) -> tuple[str, str]:
    """The text in the reader's language, then the other one where there are two."""
    first, second = (en, ja) if get_language() == "en" else (ja, en)
    return (first, second) if first else (second, "")


class PartnerFinder:
    name, label, order = "partners", _("国・機関"), 40

    def rows(self, text: str, user: Any) -> QuerySet:
        return Partner.objects.visible_to(user).named_like(text).order_by("name_ja", "id")

    def hits(self, rows: Sequence[Partner]) -> Iterable[Hit]:
        for partner in rows:
            title, other = two_languages(partner.name_ja, partner.name_en)
            yield Hit(title, reverse("partners:detail", args=[partner.pk]), other, (partner.get_kind_display(),))


class OrganisationFinder:
    name, label, order = "organisations", _("組織"), 50

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Organisation.objects.visible_to(user).named_like(text).select_related("country")
        return found.order_by("name_ja", "id")

    def hits(self, rows: Sequence[Organisation]) -> Iterable[Hit]:
        for body in rows:
            title, other = two_languages(body.name_ja, body.name_en)
            details = [body.abbreviation, body.get_kind_display(), str(body.country or "")]
            address = reverse("partners:organisation", args=[body.pk])
            yield Hit(title, address, other, tuple(filter(None, details)), is_sample=body.is_sample)


class AgreementFinder:
    name, label, order = "agreements", pgettext_lazy("list", "協定"), 60

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Agreement.objects.visible_to(user).named_like(text).select_related("partner")
        return found.order_by("name_ja", "id")

    def hits(self, rows: Sequence[Agreement]) -> Iterable[Hit]:
        for agreement in rows:
            title, other = two_languages(agreement.name_ja, agreement.name_en)
            details = [str(agreement.partner), agreement.get_status_display()]
            if agreement.signed_on:
                details.append(written(agreement.signed_on, precision=agreement.signed_precision))
            address = reverse("partners:agreement", args=[agreement.pk])
            yield Hit(title, address, other, tuple(details), is_sample=agreement.is_sample)


class ProjectFinder:
    name, label, order = "projects", pgettext_lazy("list", "案件"), 70

    def rows(self, text: str, user: Any) -> QuerySet:
        return Project.objects.visible_to(user).named_like(text).order_by("-fiscal_year", "id")

    def hits(self, rows: Sequence[Project]) -> Iterable[Hit]:
        for project in rows:
            title, other = two_languages(project.title_ja, project.title_en)
            details = [project.programme, project.jp_institution, project.partner_institution]
            address = reverse("partners:project", args=[project.pk])
            yield Hit(title, address, other, tuple(filter(None, details)), is_sample=project.is_sample)


class PersonFinder:
    name, label, order = "people", _("人"), 45

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Person.objects.visible_to(user).named_like(text).select_related("partner")
        return found.order_by("sorted_by", "id")

    def hits(self, rows: Sequence[Person]) -> Iterable[Hit]:
        for person in rows:
            title, other = two_languages(person.name_ja, person.name_en)
            details = tuple(filter(None, [person.reading, str(person.partner or "")]))
            address = reverse("partners:person", args=[person.pk])
            yield Hit(title, address, other, details, person.handling, person.is_sample, (person,))


class ThemeFinder:
    name, label, order = "themes", _("テーマ"), 35

    def rows(self, text: str, user: Any) -> QuerySet:
        return Theme.objects.visible_to(user).named_like(text).select_related("parent").order_by("position", "id")

    def hits(self, rows: Sequence[Theme]) -> Iterable[Hit]:
        for theme in rows:
            title, other = two_languages(theme.name_ja, theme.name_en)
            details = (str(theme.parent),) if theme.parent else ()
            yield Hit(title, reverse("partners:theme", args=[theme.pk]), other, details)


class AcademicAgreementFinder:
    name, label, order = "academic_agreements", _("学術交流協定"), 80

    def rows(self, text: str, user: Any) -> QuerySet:
        found = AcademicAgreement.objects.visible_to(user).named_like(text)
        return found.select_related("organisation", "partner").order_by("counterpart_ja", "id")

    def hits(self, rows: Sequence[AcademicAgreement]) -> Iterable[Hit]:
        for one in rows:
            title, other = two_languages(one.counterpart_ja, one.counterpart_en)
            address = reverse("partners:record", args=["academic", one.pk])
            yield Hit(title, address, other, (str(one.organisation), str(one.partner)), is_sample=one.is_sample)


FINDERS = [
    ThemeFinder(),
    PartnerFinder(),
    PersonFinder(),
    OrganisationFinder(),
    AgreementFinder(),
    ProjectFinder(),
    AcademicAgreementFinder(),
]
