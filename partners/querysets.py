from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import F, Model, Prefetch, Q, QuerySet

from accounts.handling import HandledQuerySet
from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from partners.models import (  # noqa: F401  (named as strings in the bases below)
        AcademicAgreement,
        Agreement,
        ImportJob,
        Named,
        Organisation,
        Partner,
        Person,
        Post,
        Project,
        Relation,
        Risk,
        Secondment,
        Stance,
        Theme,
    )

Row = TypeVar("Row", bound=Model)
NamedRow = TypeVar("NamedRow", bound=Model)


class FactQuerySet(QuerySet[Row]):
    """Reference facts are public: everybody may read every row. The method keeps one shape for all models."""

    def visible_to(self, user: Any) -> FactQuerySet:
        return self.all()


class NamedQuerySet(FactQuerySet[NamedRow]):
    def named_like(self, text: str) -> NamedQuerySet:
        """By the columns that the model names as `SEARCH_COLUMNS`."""
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)  # type: ignore[attr-defined]


class ThemeQuerySet(NamedQuerySet["Theme"]):
    def under(self, theme: Theme) -> ThemeQuerySet:
        """The theme itself and, of a branch, the themes below it."""
        return self.filter(Q(pk=theme.pk) | Q(parent=theme))


class PartnerQuerySet(NamedQuerySet["Partner"]):
    def counterparts(self) -> PartnerQuerySet:
        """With whom Japan works: everybody but Japan itself."""
        return self.exclude(slug="JP")


class OrganisationQuerySet(NamedQuerySet["Organisation"]):
    def ministries(self) -> OrganisationQuerySet:
        """The bodies that can lead a meeting: ministries and the council's headquarters of the government."""
        return self.filter(kind="ministry", country__slug="JP")

    def acting_in_portal(self) -> OrganisationQuerySet:
        """Those a record can be shared with: government bodies and embassies in Tokyo."""
        return self.filter(kind__in=["ministry", "headquarters", "council", "agency", "embassy", "mission"])

    def in_japan(self) -> OrganisationQuerySet:
        return self.filter(country__slug="JP")


class AgreementQuerySet(NamedQuerySet["Agreement"]):
    def standing(self) -> AgreementQuerySet:
        """Neither replaced nor only reported: what binds today as far as we know."""
        return self.filter(status__in=["in_force", "signed", "succession"])

    def newest_first(self) -> AgreementQuerySet:
        return self.order_by(F("signed_on").desc(nulls_last=True), "id")


class AcademicAgreementQuerySet(NamedQuerySet["AcademicAgreement"]):
    def running(self, today: date) -> AcademicAgreementQuerySet:
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=today))


class ProjectQuerySet(NamedQuerySet["Project"]):
    def with_partner(self, partner_id: Any) -> ProjectQuerySet:
        """By the table between, so that a project with two partners is one row."""
        through = self.model.partners.through
        return self.filter(pk__in=through.objects.filter(partner=partner_id).values("project"))

    def on_themes(self, theme_ids: Any) -> ProjectQuerySet:
        through = self.model.themes.through
        return self.filter(pk__in=through.objects.filter(theme__in=theme_ids).values("project"))


class RelationQuerySet(HandledQuerySet["Relation"]):
    def latest_first(self) -> RelationQuerySet:
        return self.order_by("-updated_at", "id")


class PersonQuerySet(HandledQuerySet["Person"]):
    def named_like(self, text: str) -> PersonQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def with_posts(self) -> PersonQuerySet:
        """Of people who came through their own `visible_to`: their posts go with them."""
        posts = Prefetch("posts", queryset=_posts().select_related("organisation"))
        return self.select_related("partner").prefetch_related(posts)


def _posts() -> PostQuerySet:
    from partners.models import Post

    return Post.objects.order_by(F("starts_on").desc(nulls_last=True), "id")


class PostQuerySet(QuerySet["Post"]):
    def visible_to(self, user: Any) -> PostQuerySet:
        """A post names a person: who does not read the person does not read the post."""
        from partners.models import Person

        return self.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))

    def held_on(self, today: date) -> PostQuerySet:
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=today),
            Q(ends_on=None) | Q(ends_on__gte=today),
        )


class SecondmentQuerySet(HandledQuerySet["Secondment"]):
    def with_names(self, user: Any) -> SecondmentQuerySet:
        """What a line shows. The person is left out where the reader does not see them."""
        from partners.models import Person

        rows = self.select_related("from_organisation", "to_organisation", "partner")
        return rows.prefetch_related(Prefetch("person", Person.objects.visible_to(user)))

    def running(self, today: date) -> SecondmentQuerySet:
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=today),
            Q(ends_on=None) | Q(ends_on__gte=today),
        )


class StanceQuerySet(HandledQuerySet["Stance"]):
    def with_names(self) -> StanceQuerySet:
        return self.select_related("theme", "partner")


class RiskQuerySet(HandledQuerySet["Risk"]):
    def visible_to(self, user: Any) -> RiskQuerySet:
        from partners.models import Stance

        return super().visible_to(user).filter(stance__in=Stance.objects.visible_to(user).order_by().values("pk"))


class ImportJobQuerySet(QuerySet["ImportJob"]):
    """What is not needed to show one stays in the database: the file, and what each row was taken for."""

    def visible_to(self, user: Any) -> ImportJobQuerySet:
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def light(self) -> ImportJobQuerySet:
        return self.defer("content", "seen")
