"""What this app puts on the timeline: agreements, projects, academic agreements, secondments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, F, Func, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from partners.models import AcademicAgreement, Agreement, Partner, Project, Secondment, Theme
from partners.timeline import FISCAL_YEAR, Source, entries


class FirstOfFiscalYear(Func):
    """1 April of the year."""

    template = "make_date(%(expressions)s, 4, 1)"
    output_field = DateField()


class Agreements(Source):
    name, label, order, subjects = "agreements", pgettext_lazy("list", "合意"), 30, (Partner,)

    def entries(self, subject: Partner, user: Any) -> Iterable[QuerySet]:
        precision = Case(When(signed_on=None, then="in_force_precision"), default="signed_precision")
        yield entries(
            Agreement.objects.visible_to(user).filter(partner=subject),
            when=Coalesce("signed_on", "in_force_on"),
            titles=(F("name_ja"), F("name_en")),
            precision=precision,
        )

    def url(self, pk: UUID) -> str:
        return reverse("partners:agreement", args=[pk])


class Projects(Source):
    name, label, order, subjects = "projects", pgettext_lazy("list", "案件"), 40, (Partner, Theme)

    def entries(self, subject: Partner | Theme, user: Any) -> Iterable[QuerySet]:
        projects = Project.objects.visible_to(user).exclude(fiscal_year=None)
        if isinstance(subject, Partner):
            projects = projects.with_partner(subject.pk)
        else:
            projects = projects.on_themes(Theme.objects.under(subject).order_by().values("pk"))
        yield entries(
            projects,
            when=FirstOfFiscalYear(F("fiscal_year")),
            titles=(F("title_ja"), F("title_en")),
            precision=Value(FISCAL_YEAR),
        )

    def url(self, pk: UUID) -> str:
        return reverse("partners:project", args=[pk])


class AcademicAgreements(Source):
    name, label, order, subjects = "academic", pgettext_lazy("list", "学術交流協定"), 50, (Partner,)

    def entries(self, subject: Partner, user: Any) -> Iterable[QuerySet]:
        yield entries(
            AcademicAgreement.objects.visible_to(user).filter(partner=subject),
            when=F("signed_on"),
            titles=(F("counterpart_ja"), F("counterpart_en")),
        )

    def url(self, pk: UUID) -> str:
        return reverse("partners:record", args=["academic", pk])


class Secondments(Source):
    name, label, order, subjects = "secondments", pgettext_lazy("list", "職員派遣"), 60, (Partner,)

    def entries(self, subject: Partner, user: Any) -> Iterable[QuerySet]:
        yield entries(
            Secondment.objects.visible_to(user).filter(partner=subject),
            when=F("starts_on"),
            titles=(F("role_ja"), F("role_en")),
            handling=F("handling"),
        )

    def url(self, pk: UUID) -> str:
        return reverse("partners:record", args=["secondment", pk])


SOURCES = (Agreements(), Projects(), AcademicAgreements(), Secondments())
