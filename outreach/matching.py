"""Who could speak: the experts its reader may see, each with the reasons for and against."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from outreach.models import Asking, Dispatch, Expert, Tongue
from partners.models import Theme
from partners.regions import REGIONS

CONSIDERED = 500
SHOWN = 20
YEAR = timedelta(days=365)
# Nobody travels to two countries within so many days.
BETWEEN = timedelta(days=2)
THEME, BRANCH, LANGUAGE, REGION = 4, 2, 3, 2
TIRED, BUSY, REFUSED = -3, -6, -10


@dataclass
class Match:
    expert: Expert
    score: int = 0
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, score: int, words: str) -> None:
        self.score += score
        (self.reasons if score > 0 else self.warnings).append(words)


def matches(dispatch: Dispatch, user: Any, today: date) -> list[Match]:
    """The best first. Whoever fits by neither theme nor region is left out; the number of queries is constant."""
    rows = Expert.objects.visible_to(user).defer("search").select_related("institution").prefetch_related("themes")
    experts = list(rows.order_by("sorted_by", "id")[:CONSIDERED])
    keys = [expert.pk for expert in experts]
    asked: dict[Any, list[Asking]] = defaultdict(list)
    for asking in Asking.objects.visible_to(user).filter(expert__in=keys, asked_on__gt=today - YEAR):
        asked[asking.expert_id].append(asking)
    refused = set(dispatch.askings.filter(answer=Asking.Answer.DECLINED).values_list("expert", flat=True))
    taken = _taken(dispatch, keys, user)
    found = [_weighed(one, dispatch, asked[one.pk], taken.get(one.pk), one.pk in refused) for one in experts]
    fitting = [match for match in found if match.reasons]
    return sorted(fitting, key=lambda match: -match.score)[:SHOWN]


def _taken(dispatch: Dispatch, keys: list[Any], user: Any) -> dict[Any, Dispatch]:
    """By expert: another dispatch at the same time, of those the reader sees."""
    others = (
        Dispatch.objects.visible_to(user)
        .standing()
        .exclude(pk=dispatch.pk)
        .filter(expert__in=keys, starts_on__lte=dispatch.ends_on + BETWEEN, ends_on__gte=dispatch.starts_on - BETWEEN)
    )
    return {other.expert_id: other for other in others.defer("search")}


def _weighed(expert: Expert, dispatch: Dispatch, asked: list[Asking], clash: Dispatch | None, refused: bool) -> Match:
    match = Match(expert)
    _weigh_fit(match, dispatch)
    if not match.reasons:
        return match
    if dispatch.language in expert.languages:
        match.add(LANGUAGE, _("%(language)sで講演できる") % {"language": Tongue(dispatch.language).label})
    else:
        match.warnings.append(_("%(language)sの講演は登録がない") % {"language": Tongue(dispatch.language).label})
    if expert.honours:
        match.add(1, _("受賞・栄典: %(honours)s") % {"honours": expert.honours})
    if len(asked) >= expert.most_per_year:
        match.add(
            TIRED,
            _("この1年に%(count)s回依頼済み（上限%(most)s回）") % {"count": len(asked), "most": expert.most_per_year},
        )
    if clash:
        match.add(BUSY, _("同じ時期に別の派遣がある: %(title)s") % {"title": clash})
    if not expert.is_available(dispatch.starts_on, dispatch.ends_on):
        match.add(BUSY, _("引受け可能な期間の外"))
    if refused:
        match.add(REFUSED, _("この依頼を一度辞退している"))
    return match


def _weigh_fit(match: Match, dispatch: Dispatch) -> None:
    themes = list(match.expert.themes.all())
    if any(theme.pk == dispatch.theme_id for theme in themes):
        match.add(THEME, _("テーマが一致: %(theme)s") % {"theme": dispatch.theme})
    elif near := next((theme for theme in themes if _branch(theme) == _branch(dispatch.theme)), None):
        match.add(BRANCH, _("近いテーマ: %(theme)s") % {"theme": near})
    region = dispatch.partner.region
    if region and region in match.expert.regions:
        match.add(REGION, _("地域に詳しい: %(region)s") % {"region": REGIONS[region]})


def _branch(theme: Theme) -> Any:
    return theme.parent_id or theme.pk
