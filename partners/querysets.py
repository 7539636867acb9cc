from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count, F, Model, Prefetch, Q, QuerySet

from accounts.handling import HandledQuerySet
from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from partners.clock import Clock
    from partners.models import (  # noqa: F401  (named as strings in the bases below)
        AcademicAgreement,
        Agreement,
        Erasure,
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

CLOCK_COLUMNS = ("id", "status", "expires_on", "auto_renews", "renewal_years", "notice_months")

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

    def with_desk(self) -> PartnerQuerySet:
        """As a page's head or a paper names one: without the texts that only the search reads."""
        return self.select_related("desk").defer("search", "desk__search")


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

    def with_clock(self, today: date) -> Iterator[tuple[Agreement, Clock]]:
        """Those with a term, each with its clock: renewals make its end, so that it is reckoned outside SQL."""
        from partners.clock import clock_of

        for agreement in self.exclude(expires_on=None).only(*CLOCK_COLUMNS):
            if clock := clock_of(agreement, today):
                yield agreement, clock

    def ending_by(self, day: date, today: date) -> AgreementQuerySet:
        """Whose present term ends until that day, or ended without renewal."""
        return self.filter(pk__in=[one.pk for one, clock in self.with_clock(today) if clock.ends_on <= day])

    def notice_due_by(self, day: date, today: date) -> AgreementQuerySet:
        """Whose last day for giving notice is still to come and no later than that day."""
        due = [one.pk for one, clock in self.with_clock(today) if clock.notice_by and today <= clock.notice_by <= day]
        return self.filter(pk__in=due)

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

    def count_by_stage(self) -> dict[str, int]:
        return dict(self.order_by().values("stage").annotate(found=Count("pk")).values_list("stage", "found"))

    def for_cards(self) -> ProjectQuerySet:
        """Newest first, with whose relation each is about: that says who may move it."""
        from partners.models import Partner

        named = Partner.objects.order_by("sorted_by").defer("search")
        newest = self.order_by(F("fiscal_year").desc(nulls_last=True), "id")
        return newest.defer("search").prefetch_related(Prefetch("partners", named))

    def at_institution(self, text: str) -> ProjectQuerySet:
        return self.filter(Q(jp_institution__icontains=text) | Q(partner_institution__icontains=text))

    def on_themes(self, theme_ids: Any) -> ProjectQuerySet:
        through = self.model.themes.through
        return self.filter(pk__in=through.objects.filter(theme__in=theme_ids).values("project"))


class RelationQuerySet(HandledQuerySet["Relation"]):
    def latest_first(self) -> RelationQuerySet:
        return self.order_by("-updated_at", "id")


class ErasureQuerySet(QuerySet["Erasure"]):
    def visible_to(self, user: Any) -> ErasureQuerySet:
        """To whoever reads the person that was."""
        from partners.models import Person

        return self.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))


class PersonQuerySet(HandledQuerySet["Person"]):
    def on_file(self) -> PersonQuerySet:
        """Those whose data were not erased: who can be named anew."""
        return self.filter(erased_at=None)

    def kept_too_long(self, today: date) -> PersonQuerySet:
        """Whose retention date has passed, and whose data are still held."""
        return self.on_file().filter(kept_until__lt=today)

    def cared_for_by(self, user: Any) -> PersonQuerySet:
        """Of the visible ones those that the user's body answers for: its own, and of its partners; the foreign
        ministry and the secretariat see to all."""
        from partners.models import FOREIGN_MINISTRY

        body = user.organisation
        if user.is_secretariat or (body is not None and body.slug == FOREIGN_MINISTRY):
            return self
        return self.filter(Q(owner=user.organisation_id) | Q(partner__desk=user.organisation_id))

    def named_like(self, text: str) -> PersonQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def in_office(self, user: Any, *, organisation: Any = None, on: date | None = None) -> PersonQuerySet:
        """With a post in that organisation, on that day, or both at once."""
        from partners.models import Post

        posts = Post.objects.visible_to(user)
        if organisation is not None:
            posts = posts.filter(organisation=organisation)
        if on is not None:
            posts = posts.held_on(on)
        return self.filter(pk__in=posts.order_by().values("person"))

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

    def with_organisation(self, organisation: Any) -> SecondmentQuerySet:
        return self.filter(Q(from_organisation=organisation) | Q(to_organisation=organisation))

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

    def brief(self) -> ImportJobQuerySet:
        """Without the preview and the faults either."""
        return self.defer("content", "seen", "faults", "shown")
