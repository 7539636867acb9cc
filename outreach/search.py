"""What of outreach can be found in the search box; before a text is out, inside government only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy

from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from outreach.models import Dispatch, Editorial, Expert, Offer, Story
from partners.search import two_languages


class TextFinder:
    """What is out leads to where everybody reads it, what is not to where it is edited: government alone finds that."""

    model: type[Editorial]
    inside = outside = ""

    def rows(self, text: str, user: Any) -> QuerySet:
        rows = self.model.objects.visible_to(user).matching(text)  # type: ignore[attr-defined]
        return rows.defer("search", "body_ja", "body_en").order_by("-updated_at", "id")

    def hits(self, rows: Sequence[Any]) -> Iterable[Hit]:
        now = timezone.now()
        for text in rows:
            title, other = two_languages(text.title_ja, text.title_en)
            address = self.address(text, text.is_out(now))
            yield Hit(title, address, other, (str(text.get_state_display()),), is_sample=text.is_sample)

    def address(self, text: Any, is_out: bool) -> str:
        if is_out:
            return reverse(f"outreach:{self.outside}", args=[get_language(), text.pk])
        return reverse(f"outreach:{self.inside}", args=[text.pk])


class StoryFinder(TextFinder):
    name, label, order, model = "stories", pgettext_lazy("list", "記事"), 120, Story
    inside, outside = "story", "public_story"


class OfferFinder(TextFinder):
    name, label, order, model = "offers", pgettext_lazy("list", "日本の貢献"), 125, Offer
    inside, outside = "offer", "public_offer"


class ExpertFinder:
    name, label, order = "experts", pgettext_lazy("list", "専門家名簿"), 130

    def rows(self, text: str, user: Any) -> QuerySet:
        """Inside government alone: the roster has no page for others."""
        if not user.is_government:
            return Expert.objects.none()
        found = Expert.objects.visible_to(user).matching(text).select_related("institution")
        return found.defer("search").order_by("sorted_by", "id")

    def hits(self, rows: Sequence[Expert]) -> Iterable[Hit]:
        for expert in rows:
            title, other = two_languages(expert.name_ja, expert.name_en)
            details = tuple(filter(None, [expert.field, str(expert.institution or "")]))
            address = reverse("outreach:expert", args=[expert.pk])
            yield Hit(title, address, other, details, expert.handling, expert.is_sample, (expert,))


class DispatchFinder:
    name, label, order = "dispatches", pgettext_lazy("list", "専門家派遣"), 135

    def rows(self, text: str, user: Any) -> QuerySet:
        if not user.is_government:
            return Dispatch.objects.none()
        return Dispatch.objects.visible_to(user).matching(text).with_names().order_by("-starts_on", "id")

    def hits(self, rows: Sequence[Dispatch]) -> Iterable[Hit]:
        for dispatch in rows:
            title, other = two_languages(dispatch.title_ja, dispatch.title_en)
            details = (str(dispatch.partner), written(dispatch.starts_on, dispatch.ends_on))
            address = reverse("outreach:dispatch", args=[dispatch.pk])
            yield Hit(title, address, other, details, dispatch.handling, dispatch.is_sample, (dispatch,))


FINDERS = (StoryFinder(), OfferFinder(), ExpertFinder(), DispatchFinder())
