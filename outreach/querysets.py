from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.handling import HandledQuerySet
from diplomacy.search.bigrams import matching
from partners.models import Theme

if TYPE_CHECKING:
    from outreach.models import Dispatch, Effect, Expert, Offer, Picture, Portrait, Rendition, Story  # noqa: F401  (named as strings in the bases below)

Row = TypeVar("Row", bound=Model)


class EditorialQuerySet(QuerySet[Row]):
    """Texts for the public. Until its moment has come a text is known inside government only."""

    def published(self, now: datetime) -> Any:
        return self.filter(state="published", publish_at__lte=now)

    def visible_to(self, user: Any) -> Any:
        if user.is_authenticated and user.is_government:
            return self.all()
        return self.published(timezone.now())

    def matching(self, text: str) -> Any:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)  # type: ignore[attr-defined]

    def newest_first(self) -> Any:
        return self.order_by("-publish_at", "id")


class StoryQuerySet(EditorialQuerySet["Story"]):
    def on_theme(self, theme: Theme) -> StoryQuerySet:
        links = self.model.themes.through.objects.filter(theme__in=under(theme))
        return self.filter(pk__in=links.values("story"))

    def about(self, dispatch: Dispatch) -> StoryQuerySet:
        return self.filter(dispatch=dispatch).defer("body_ja", "body_en", "search")

    def with_partner(self, partner_id: Any) -> StoryQuerySet:
        links = self.model.partners.through.objects.filter(partner=partner_id)
        return self.filter(pk__in=links.values("story"))


class OfferQuerySet(EditorialQuerySet["Offer"]):
    def on_theme(self, theme: Theme) -> OfferQuerySet:
        return self.filter(theme__in=under(theme))


class PictureQuerySet(QuerySet["Picture"]):
    def visible_to(self, user: Any) -> PictureQuerySet:
        """A picture goes where its story goes."""
        from outreach.models import Story

        return self.filter(story__in=Story.objects.visible_to(user).order_by().values("pk"))


class RenditionQuerySet(QuerySet["Rendition"]):
    def visible_to(self, user: Any) -> RenditionQuerySet:
        from outreach.models import Picture

        return self.filter(picture__in=Picture.objects.visible_to(user).order_by().values("pk"))


class PortraitQuerySet(QuerySet["Portrait"]):
    def visible_to(self, user: Any) -> PortraitQuerySet:
        """A face goes where the expert's entry goes."""
        from outreach.models import Expert

        return self.filter(expert__in=Expert.objects.visible_to(user).order_by().values("pk"))


def under(theme: Theme) -> Any:
    """The theme and, of a branch, the themes below it."""
    return Theme.objects.under(theme).order_by().values("pk")


class ExpertQuerySet(HandledQuerySet["Expert"]):
    def matching(self, text: str) -> Any:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def on_theme(self, theme: Theme) -> Any:
        links = self.model.themes.through.objects.filter(theme__in=under(theme))
        return self.filter(pk__in=links.values("expert"))

    def speaking(self, language: str) -> Any:
        return self.filter(languages__contains=[language])

    def knowing(self, region: str) -> Any:
        return self.filter(regions__contains=[region])

    def available_on(self, day: date) -> Any:
        return self.filter(
            Q(available_from=None) | Q(available_from__lte=day), Q(available_until=None) | Q(available_until__gte=day)
        )


class DispatchQuerySet(HandledQuerySet["Dispatch"]):
    def matching(self, text: str) -> Any:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def on_theme(self, theme: Theme) -> Any:
        return self.filter(theme__in=under(theme))

    def with_names(self) -> Any:
        rows = self.select_related("partner", "theme", "owner", "requested_by", "approved_by")
        return rows.defer("search", "partner__search", "theme__search", "owner__search")

    def answering(self, request: Any) -> Any:
        """For the request of an embassy, whoever sees them."""
        return self.filter(asked_in=request)

    def last_asked(self) -> Any:
        return self.order_by("-created_at").first()

    def standing(self) -> Any:
        """Neither called off nor waiting for a speaker: somebody's days are taken."""
        return self.filter(state__in=["approved", "invited", "agreed", "reported"])


class PartOfDispatchQuerySet(QuerySet[Row]):
    def visible_to(self, user: Any) -> Any:
        """What hangs on a dispatch is read by whoever reads the dispatch."""
        from outreach.models import Dispatch

        return self.filter(dispatch__in=Dispatch.objects.visible_to(user).order_by().values("pk"))


class EffectQuerySet(PartOfDispatchQuerySet["Effect"]):
    def unwritten(self) -> Any:
        return self.filter(recorded_on=None)
