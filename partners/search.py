"""What of the facts can be found in the search box. Facts are public; most have no page of their own yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from partners.models import Agreement, Organisation, Partner, Project


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
            yield Hit(title, other=other, details=(partner.get_kind_display(),))


class OrganisationFinder:
    name, label, order = "organisations", _("組織"), 50

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Organisation.objects.visible_to(user).named_like(text).select_related("country")
        return found.order_by("name_ja", "id")

    def hits(self, rows: Sequence[Organisation]) -> Iterable[Hit]:
        for body in rows:
            title, other = two_languages(body.name_ja, body.name_en)
            details = [body.abbreviation, body.get_kind_display(), str(body.country or "")]
            yield Hit(title, other=other, details=tuple(filter(None, details)))


class AgreementFinder:
    name, label, order = "agreements", _("協定"), 60

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Agreement.objects.visible_to(user).named_like(text).select_related("partner")
        return found.order_by("name_ja", "id")

    def hits(self, rows: Sequence[Agreement]) -> Iterable[Hit]:
        for agreement in rows:
            title, other = two_languages(agreement.name_ja, agreement.name_en)
            details = [str(agreement.partner), agreement.get_status_display()]
            if agreement.signed_on:
                details.append(written(agreement.signed_on, precision=agreement.signed_precision))
            yield Hit(title, other=other, details=tuple(details))


class ProjectFinder:
    name, label, order = "projects", _("案件"), 70

    def rows(self, text: str, user: Any) -> QuerySet:
        return Project.objects.visible_to(user).named_like(text).order_by("-fiscal_year", "id")

    def hits(self, rows: Sequence[Project]) -> Iterable[Hit]:
        for project in rows:
            title, other = two_languages(project.title_ja, project.title_en)
            details = [project.programme, project.jp_institution, project.partner_institution]
            yield Hit(title, other=other, details=tuple(filter(None, details)))


FINDERS = [PartnerFinder(), OrganisationFinder(), AgreementFinder(), ProjectFinder()]
